import assert from 'node:assert/strict'
import { deviceOf } from '#lib/preferences/device.ts'

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36'

describe('a device', () => {
  it('is named by its browser and system, not by what the browser descends from', () => {
    assert.equal(deviceOf(`Mozilla/5.0 (Linux; Android 15) ${chrome}`), 'Chrome, Android')
    assert.equal(deviceOf(`Mozilla/5.0 (Windows NT 10.0) ${chrome} Edg/130.0`), 'Edge, Windows')
    assert.equal(deviceOf('Mozilla/5.0 (iPhone; CPU like Mac OS X) Version/18.0 Safari/604.1'), 'Safari, iOS')
  })

  it('has no name when it says nothing known', () => {
    assert.equal(deviceOf(null), null)
    assert.equal(deviceOf('curl/8.0'), null)
  })
})
