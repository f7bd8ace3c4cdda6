describe('an attack by work that takes long', function () {
  this.timeout(60_000)
})
