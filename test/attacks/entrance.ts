describe('an attack at the entrance', function () {
  this.timeout(60_000)
})
