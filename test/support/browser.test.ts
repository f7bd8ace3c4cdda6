import assert from 'node:assert/strict'
import { openBrowser } from './browser.ts'

describe('the browser of the tests', () => {
  it('opens two pages at once, and runs their scripts', async () => {
    const context = await (await openBrowser()).newContext()
    const pages = await Promise.all([context.newPage(), context.newPage()])
    const page = '<!doctype html><title>Strefa</title><script>document.title += " żyje"</script>'
    await Promise.all(pages.map((each) => each.setContent(page)))
    assert.deepEqual(await Promise.all(pages.map((each) => each.title())), ['Strefa żyje', 'Strefa żyje'])
    await context.close()
  })
})
