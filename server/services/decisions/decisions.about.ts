/** What a question is about, pinned: a later version, or a later audience, changes nothing of what was asked. */
import { BadRequest, Conflict } from '@feathersjs/errors'
import type { Transaction } from '../../database/index.ts'
import type { Params } from '../../declarations.ts'
import type { Row } from '../../journal/kinds.ts'
import { fault } from '../../language/index.ts'
import { visibleTo } from '../../policy/rules.ts'
import type { Party, Zone } from '../../policy/viewer.ts'
import { editsFor } from '../edits.ts'
import { hashOf } from './decisions.hash.ts'
import type { Pinned } from './decisions.schema.ts'

export type Wanted = { kind: 'file' | 'link'; id: string; hash?: string }

const pinLink = ({ id, url, title }: Row, _party: Party): Pinned => ({
  kind: 'link',
  id,
  hash: hashOf({ url, title }),
  name: title,
  url
})

/**
 * A file's own hash is that of its bytes: that version of it stays readable to whoever is asked. Its number is theirs: how many
 * others there were before is the firm's own affair.
 */
const pinFile = (row: Row, party: Party): Pinned => {
  const { id, hash, name } = row
  const { version } = editsFor(row, { zone: party.split(':')[0] as Zone, party })
  return { kind: 'file', id, hash, name, version }
}

const pinnable = { link: { table: 'links', pinned: pinLink }, file: { table: 'files', pinned: pinFile } }

/** Each must be seen by the whole party that is asked; a hash that came along must be that of what is there now. */
export async function pin(
  params: Params,
  roomId: string,
  party: Party,
  wanted: Wanted[] = []
): Promise<Pinned[]> {
  const pins: Pinned[] = []
  for (const { kind, id, hash } of wanted) {
    const row = await held(params, pinnable[kind].table, roomId, id)
    if (!row?.audience.includes(party)) throw fault(BadRequest, 'aboutUnseen')
    const pinned = pinnable[kind].pinned(row, party)
    if (hash && hash !== pinned.hash) throw fault(Conflict, 'aboutChanged')
    pins.push(pinned)
  }
  return pins
}

/** Held still, so that it is shown to them when the question is there. */
const held = (params: Params, table: string, roomId: string, id: string): Promise<Row | undefined> =>
  (params.trx as Transaction)(table)
    .where({ [`${table}.id`]: id, [`${table}.roomId`]: roomId })
    .modify(visibleTo(params.viewer, table, table))
    .select(`${table}.*`)
    .forShare(table)
    .first()
