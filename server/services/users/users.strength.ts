/**
 * How long a password would stand up to guessing, by zxcvbn: common passwords, English and Polish words and names, patterns of
 * the keyboard, dates, and what everyone knows of this person. The dictionaries are read before the port is open.
 */
import { BadRequest } from '@feathersjs/errors'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english } from '@zxcvbn-ts/language-en'
import { dictionary as polish } from '@zxcvbn-ts/language-pl'
import type { Database, Transaction } from '../../database/index.ts'
import { fault } from '../../language/index.ts'

/** Of 0 to 4: safe from guessing where hashes are slow. */
const STRONG = 3
/** The time that it takes grows faster than the length; what comes after these signs is not needed to be strong. */
const WEIGHED = 40

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english, ...polish },
  graphs: adjacencyGraphs
})

/** `known`: the name, the address and the firms of this person. */
export const strengthOf = (password: string, known: string[]): number =>
  estimator.check(password.slice(0, WEIGHED), known.flatMap(wordsOf)).score

/** Throws BadRequest. Call it after the length is known to be bounded. */
export function refuseWeak(password: string, known: string[]) {
  if (strengthOf(password, known) >= STRONG) return
  const error = fault(BadRequest, 'weakPassword')
  const errors = [{ path: 'password', code: 'weakPassword', values: {} }]
  throw Object.assign(error, { data: { ...error.data, errors } })
}

/** What everyone knows of a person: how they are called, their address, their organization and this firm. */
export async function knownOf(
  db: Database | Transaction,
  { name, email, organizationId = null }: Record<string, any>
): Promise<string[]> {
  const firm = await db('settings').where({ key: 'firm' }).first('value')
  const organization = await db('organizations').where({ id: organizationId }).first('name')
  return [name, email, firm?.value.name ?? '', organization?.name ?? '']
}

const wordsOf = (text: string) => [text, ...text.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2)]
