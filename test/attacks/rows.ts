describe('an attack by a bad row or a broken neighbour', function () {
  this.timeout(60_000)
})
