/** What the tests of the pool have done in its processes. */
import { serve } from '../../server/workers/serve.ts'

type Part = { name: 'answer' | 'spin' | 'pile' | 'hoard' | 'throw' | 'exit' | 'environment'; value?: unknown }

const kept: unknown[] = []

serve<Part, unknown>(async (parts) => {
  const { name } = parts[0]!
  if (name === 'environment') return process.env
  if (name === 'throw') throw new Error('It is broken.')
  if (name === 'exit') process.exit()
  while (name === 'spin');
  while (name === 'hoard') kept.push(Buffer.alloc(10_000_000, 1))
  while (name === 'pile') kept.push({ kept: kept.length })
  return parts.map(({ value }) => value)
})
