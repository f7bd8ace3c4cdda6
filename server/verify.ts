/** Says whether an exported document is as it was made: `npm run verify -- export.json`. */
import { readFile } from 'node:fs/promises'
import { fingerprint, problemsIn, type Exported } from './services/exports/exports.chain.ts'

const [file] = process.argv.slice(2)
if (!file) {
  console.error('Name the document: npm run verify -- export.json')
  process.exit(2)
}
const document = await read(file)
const problems = problemsIn(document)
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
const { header, entries, head } = document
console.log(`${header.title} (${header.firm}, ${header.madeAt}) is as it was made.`)
console.log(`${entries.length} entries, end ${head}, key ${fingerprint(document)}.`)

async function read(path: string): Promise<Exported> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    console.error(`${path} cannot be read: ${(error as Error).message}`)
    process.exit(2)
  }
}
