/**
 * Asks the registry what is known against the packages that Strefa runs on. Fails where a version without the fault exists; a
 * fault that nobody has mended yet is told, and so is a registry that answers no such question.
 */
import { spawnSync } from 'node:child_process'

const options = ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=30000']
const { stdout } = spawnSync('npm', options, { encoding: 'utf8', shell: process.platform === 'win32' })
const report = read(stdout)
if (!report.vulnerabilities) {
  console.log(`npm audit: the registry gives no answer (${report.message ?? 'no report'}); going on without.`)
  process.exit(0)
}

const found = Object.values(report.vulnerabilities)
for (const { name, severity, range, via, fixAvailable } of found) {
  const why = via.map((cause) => cause.title ?? `by ${cause}`).join('; ')
  console.log(
    `npm audit: ${name} ${range}, ${severity}: ${why}. ${fixAvailable ? 'Fixed' : 'Not fixed yet'}.`
  )
}
const fixed = found.filter(({ fixAvailable }) => fixAvailable)
console.log(`npm audit: ${found.length} found, ${fixed.length} of them fixed in other versions.`)
process.exit(fixed.length > 0 ? 1 : 0)

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
