describe('an attack by number and size', function () {
  this.timeout(60_000)
})
