/** A real Chromium, which comes in an npm package and needs nothing of the machine. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

let browser: Promise<Browser> | undefined

/** The one browser of this process; it is closed after the tests. `CHROMIUM_PATH` names another to use. */
export const openBrowser = () => (browser ??= launch())

export async function closeBrowser() {
  await (await browser)?.close()
  browser = undefined
}

async function launch() {
  const own = process.env.CHROMIUM_PATH
  const folder = own ? '' : await unpack()
  return chromium.launch({
    executablePath: own ?? join(folder, 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'],
    env: own ? undefined : { ...process.env, ...surroundings(folder) }
  })
}

const surroundings = (folder: string) => ({
  LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
  FONTCONFIG_FILE: join(folder, 'fonts.conf')
})

/** Unpacked once a user and version, under another name first: somebody else may be unpacking too, or be interrupted. */
async function unpack() {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const { version } = createRequire(main)('../package.json') as { version: string }
  const folder = join(tmpdir(), `strefa-chromium-${version}-${process.getuid?.() ?? 'me'}`)
  if (existsSync(folder)) return folder
  const draft = await mkdtemp(`${folder}-`)
  await inflateInto(draft, join(dirname(main), '../bin'))
  await writeFile(join(draft, 'fonts.conf'), fonts(folder))
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
  return folder
}

/** The package unpacks into the system's temporary folder and nowhere else. */
async function inflateInto(folder: string, archives: string) {
  const { inflate } = await import('@sparticuz/chromium')
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  const parts = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((name) => inflate(join(archives, name)))
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  await Promise.all(parts)
  await mkdir(join(folder, 'cache'))
}

const fonts = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
</fontconfig>
`

globalThis.after?.(closeBrowser)
