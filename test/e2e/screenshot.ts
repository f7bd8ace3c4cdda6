/** Draws docs/screenshot.png: the demo's shared task as its administrator sees it. */
import { join } from 'node:path'
import { closeBrowser, openBrowser } from '../support/browser.ts'
import { launch, root, withFolder } from '../support/strefa.ts'
import { Visitor } from './visitor.ts'

await withFolder(async (dataDir) => {
  const strefa = await (await launch({ dataDir, env: { STREFA_DEMO: 'on' } })).running()
  const base = `http://localhost:${strefa.port}`
  const ola = await Visitor.enter(await openBrowser(), base, 'ola@firma.example', { colorScheme: 'light' })
  const kasia = await Visitor.enter(await openBrowser(), base, 'kasia@klient-a.example')
  for (const one of [ola, kasia]) {
    await one.page.getByRole('link', { name: 'Łazienki i kuchnia, 2. piętro' }).first().click()
    await one.composer.waitFor()
  }
  await ola.choose('Klienci')
  await kasia.composer.pressSequentially('Zapraszamy')
  await ola.page.getByText('Kasia Wilk pisze', { exact: true }).waitFor()
  await ola.page.screenshot({ path: join(root, 'docs/screenshot.png') })
  await closeBrowser()
  await strefa.stop()
})
