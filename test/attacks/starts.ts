describe('an attack on starts, copies and upgrades', function () {
  this.timeout(60_000)
})
