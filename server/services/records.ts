/** What every service of records shares: find and get through the viewer's eyes, by the same rule as the journal's readers. */
import { NotFound } from '@feathersjs/errors'
import type { Knex } from 'knex'
import { causeOf, isPassing } from '../database/failure.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { Application, Params } from '../declarations.ts'
import { append, difference, type NewEntry } from '../journal/append.ts'
import type { Kind, Row } from '../journal/kinds.ts'
import { fault } from '../language/index.ts'
import { visibleTo } from '../policy/rules.ts'
import { sideOf, type Viewer } from '../policy/viewer.ts'

export interface Page<T = object> {
  total: number
  limit: number
  skip: number
  data: T[]
}

interface Options {
  service: string
  table: string
  kind: Kind
  /** Whose record it is: the column that is compared with the viewer. */
  owner?: string
  sort: Record<string, 1 | -1>
  /** Fields whose words have an order of their own. */
  ranks?: Record<string, readonly string[]>
  /** Names, ordered as one reads them: without regard to accents and capitals, whatever collation the database has. */
  names?: readonly string[]
  maxLimit?: number
}

type Query = Knex.QueryBuilder

const operators: Record<string, string> = { $ne: '<>', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' }

export class Records {
  app: Application
  options: Options

  constructor(app: Application, options: Options) {
    this.app = app
    this.options = options
    app.get('kinds').set(options.service, options.kind)
  }

  db(params: Params): Database | Transaction {
    return params.trx ?? this.app.get('db')
  }

  now() {
    return this.app.get('clock').now().toISOString()
  }

  async find(params: Params): Promise<Page> {
    const { table, sort, maxLimit = 200 } = this.options
    const { $limit = 50, $skip = 0, $sort = sort, ...wanted } = params.query
    const limit = Math.min($limit, maxLimit)
    const matching = this.visible(params).modify((query) => this.filter(query, wanted, params))
    const { total } = await matching.clone().count('* as total').first()
    const ids =
      limit === 0
        ? []
        : await matching.select(`${table}.id`).modify(order(this.options, $sort)).limit(limit).offset($skip)
    return {
      total,
      limit,
      skip: $skip,
      data: await this.page(
        ids.map((row: Row) => row.id),
        params
      )
    }
  }

  async get(id: string, params: Params): Promise<any> {
    const found = await this.visible(params)
      .where(`${this.options.table}.id`, id)
      .select(`${this.options.table}.id`)
      .first()
    const [record] = found ? await this.presented([found.id], params) : []
    if (!record) throw fault(NotFound, 'notFound')
    return record
  }

  /**
   * The row itself, locked for a change, if the viewer sees it. Ids never change, so rows that refer to it can be written
   * meanwhile: FOR UPDATE would make whoever holds a room and names this person wait for whoever holds the person.
   */
  async lock(id: string, params: Params): Promise<Row> {
    const { table } = this.options
    const row = await this.visible(params)
      .where(`${table}.id`, id)
      .select(`${table}.*`)
      .forNoKeyUpdate(table)
      .first()
    if (!row) throw fault(NotFound, 'notFound')
    return row
  }

  visible(params: Params): Query {
    const { table, service } = this.options
    return this.db(params)(table).modify(visibleTo(params.viewer, service, table))
  }

  /** Conditions of the query; services with fields of their own making add to it. */
  filter(query: Query, wanted: Record<string, any>, _params: Params) {
    for (const [field, value] of Object.entries(wanted))
      compare(query, `${this.options.table}.${field}`, value)
  }

  /** Writes one entry; what changed is the difference of the two rows. */
  entry(
    params: Params,
    entry: Pick<NewEntry, 'recordId' | 'event' | 'before' | 'after'> & Partial<NewEntry>,
    rows?: { before: object; after: object; fields: readonly string[] }
  ) {
    const clock = this.app.get('clock')
    return append(params.trx as Transaction, {
      id: clock.id(),
      at: clock.now().toISOString(),
      actorId: params.viewer.id,
      roomId: null,
      service: this.options.service,
      authorId: null,
      ...(rows && { values: difference(rows.before as Row, rows.after as Row, rows.fields) }),
      ...entry
    })
  }

  /** A row that cannot be shown is left out of a page, which is everybody's; asked for alone, it is an error. */
  private async page(ids: string[], params: Params) {
    try {
      return await this.presented(ids, params)
    } catch (error) {
      if (params.trx || isPassing(error)) throw error
    }
    const each = ids.map((id) =>
      this.presented([id], params).catch((error) => {
        if (isPassing(error)) throw error
        console.error(`Left out of a page: ${this.options.service} ${id}: ${causeOf(error)}`)
        return []
      })
    )
    return (await Promise.all(each)).flat()
  }

  private async presented(ids: string[], params: Params) {
    const rows = await this.options.kind.load(this.db(params) as Transaction, ids)
    const byId = new Map(rows.map((row) => [row.id, row]))
    return ids.flatMap((id) => byId.get(id) ?? []).map((row) => this.presentTo(params.viewer, row))
  }

  presentTo(viewer: Viewer, row: Row) {
    const { kind, owner } = this.options
    const owners = kind.owners?.(row) ?? (owner ? [row[owner]] : [])
    return kind.present(row, { ...sideOf(viewer), mine: owners.includes(viewer.id) })
  }
}

const MOST = 200

/** A page of rows that leave as they are, in the order that `rows` has. */
export async function pageOf<T>(
  rows: Query,
  { $limit = 50, $skip = 0 }: { $limit?: number; $skip?: number },
  columns: readonly string[]
): Promise<Page<T>> {
  const limit = Math.min($limit, MOST)
  const { total } = await rows.clone().clearOrder().count('* as total').first()
  const data = await rows.select(columns).limit(limit).offset($skip)
  return { total, limit, skip: $skip, data }
}

export function compare(query: Query, column: string, value: unknown) {
  if (value === null) return void query.whereNull(column)
  if (typeof value !== 'object') return void query.where(column, value as string)
  for (const [operator, operand] of Object.entries(value)) {
    if (operator === '$in') query.whereIn(column, operand as string[])
    else if (operator === '$nin') query.whereNotIn(column, operand as string[])
    else if (operand === null) query.whereNotNull(column)
    else query.where(column, operators[operator] as string, operand as string)
  }
}

/** Every order ends with the id, so that pages never overlap; what has no value stands last. */
const order =
  ({ table, ranks = {}, names = [] }: Options, sort: Record<string, 1 | -1>) =>
  (query: Query) => {
    for (const [field, direction] of Object.entries(sort)) {
      const column = `${table}.${field}`
      const way = direction === 1 ? 'asc' : 'desc'
      if (ranks[field])
        query.orderByRaw(`array_position(?::text[], ??) ${way} nulls last`, [[...ranks[field]], column])
      else if (names.includes(field))
        query.orderByRaw(`unaccent(lower(??)) collate "C" ${way} nulls last`, [column])
      else query.orderBy(column, way, 'last')
    }
    query.orderBy(`${table}.id`)
  }

/** What a viewer can be shown of these fields, and nothing else. */
export const only = (row: Row, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, row[field] ?? null]))
