describe('an attack on accounts and their rights', function () {
  this.timeout(60_000)
})
