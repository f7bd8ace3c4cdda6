/**
 * What callers may send: values that fit a schema, the same with something wrong in them, and such as have broken programs
 * before. Ids, parties and marks stand in them as placeholders until the call is made, so that a plan is the same at each run.
 */
import fc from 'fast-check'

export const MARK = '@@mark@@'
export const ABSENT = '@@absent@@'
/** The `nth` thing of that name that is known when the call is made. */
export const known = (name: string) => fc.nat({ max: 999 }).map((nth) => `@@known:${name}:${nth}@@`)

const times = [
  ...['2026-11-26', '2026-02-30', '0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '+275760-09-13', '-000001-01-01'],
  ...['2016-12-31T23:59:60Z', '2026-06-30T23:59:60.000Z', '2026-11-26T24:00:00Z', '2026-11-26T10:00:00+23:59', '2026-11-26T10:00:00-00:00'],
  ...['2026-11-26T10:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '294277-01-01', '4714-01-01 BC', 'infinity', '-infinity', 'now', 'epoch']
] // prettier-ignore
const zones = ['Europe/Warsaw', 'europe/warsaw', '+00:07', '', 'UTC', 'Etc/GMT+14', 'posixrules', 'Factory', '../../etc/passwd'] // prettier-ignore
const ids = [
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-4000-8000-00000000000g'],
  ...['{00000000-0000-4000-8000-000000000000}', '00000000000040008000000000000000', 'urn:uuid:00000000-0000-4000-8000-000000000000'],
  ...['00000000-0000-4000-8000-000000000000 ', 'me', 'current', '0', '-1', '..', '%2e%2e%2f', '*']
] // prettier-ignore
const words = [
  ...['', ' ', '\u0000', 'a\u0000b', '\ud800', 'a\udc00b', '\u202eexe.gnp', '\u200b', '\ufeff', 'İ', 'ẞ', '👩‍👩‍👧', 'á'.normalize('NFD')],
  ...["' or 1=1 --", '\\', '%', '_', '"', '${7*7}', '<script>alert(1)</script>', 'a\r\nSet-Cookie: x=1', 'x'.repeat(300), 'x'.repeat(21_000)],
  ...['null', 'true', '[]', '{}', 'NaN', '1e999', '-0', '0x10', '١٢٣', '__proto__', 'constructor', 'prototype', 'toString', 'then', '$where'],
  ...['javascript:alert(1)', 'http://[::1', 'https://o.example/@', 'file:///etc/passwd', 'a@b', 'ą@o.example', `${'a'.repeat(250)}@o.example`]
] // prettier-ignore
const numbers = [
  0,
  -0,
  1,
  -1,
  1.5,
  1e-7,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  1e308,
  Infinity,
  -Infinity,
  NaN
]
const deep = (depth: number): unknown => (depth === 0 ? 1 : { a: [deep(depth - 1)] })
const odd = [
  ...[null, true, false, [], [[]], {}, [null], { length: 1 }, { toString: 1 }, { toJSON: 1 }, { then: 1 }, { constructor: { prototype: {} } }],
  ...[{ $ne: 1 }, { $gt: '' }, { $in: 'x' }, { $in: [[]] }, { $in: [null] }, { $in: Array(5_000).fill(ABSENT) }, { $ne: null }, { $nin: {} }, { $like: '%' }],
  ...[deep(40), deep(400), Array(3_000).fill(null), JSON.parse('{"__proto__":{"zone":"staff","role":"admin"}}'), { length: 1e9 }],
  ...[Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`k${at}`, at])), { _placeholder: true, num: 0 }, { type: 'Buffer', data: [1] }]
] // prettier-ignore

export const oddText = fc.oneof(
  fc.constantFrom(...words, ...times, ...zones, ...ids),
  fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units))
)
export const oddValue = fc.oneof(oddText, fc.constantFrom<unknown>(...numbers), fc.constantFrom(...odd))
const oddKey = fc.constantFrom(
  ...['__proto__', 'constructor', 'prototype', 'toString', '$or', '$and', '$where', '$select', '$limit', '$skip', '$sort', '$populate', '\u0000'],
  ...['id', 'authorId', 'audience', 'zone', 'role', 'userId', 'internalNotes', 'passwordHash', 'createdAt', 'viewer', 'provider', 'query', '']
) // prettier-ignore

const formats: Record<string, fc.Arbitrary<string>> = {
  email: fc.oneof(known('email'), fc.constant(`${MARK}@o.example`)),
  date: fc.constantFrom('2026-11-01', '2026-12-31', '2024-02-29'),
  'date-time': fc.constantFrom('2026-11-26T10:00:00Z', '2026-11-26T10:00:00.123+01:00'),
  'date-or-time': fc.constantFrom('2026-11-26', '2026-11-26T10:00:00.1Z'),
  uri: fc.constantFrom(`https://o.example/${MARK}`, 'http://127.0.0.1/')
}

/** Values that a JSON schema lets through, more often than not. `name` is the field's, which says what stands there. */
export function fits(schema: any, name = ''): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((one: object) => fits(one, name)))
  switch (schema.type) {
    case 'object':
      return fitsObject(schema, name)
    case 'array':
      return fc.array(fits(schema.items ?? {}, name), { minLength: schema.minItems ?? 0, maxLength: 3 })
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -3, max: Math.min(schema.maximum ?? 50, 50) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fitsText(schema, name)
  }
}

/** Of many fields that may be there, a few are: questions with all of them find nothing. */
function fitsObject(
  { properties = {}, required = [] }: { properties?: object; required?: string[] },
  name: string
) {
  const optional = Object.keys(properties).filter((field) => !required.includes(field))
  const named = (field: string) => (field === 'id' && name.endsWith('s') ? `${name.slice(0, -1)}Id` : field)
  const all = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([field, schema]) => [field, fits(schema, named(field))])
    )
  )
  const most = optional.length > 6 ? 3 : optional.length
  return fc.tuple(all, fc.subarray(optional, { maxLength: most })).map(([whole, chosen]) => {
    const kept = new Set([...required, ...chosen])
    return Object.fromEntries(Object.entries(whole).filter(([field]) => kept.has(field)))
  })
}

function fitsText(schema: any, name: string): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return known(name)
  const fitting = formats[schema.format] ?? byName[name] ?? fc.constantFrom(MARK, `Zażółć ${MARK}`)
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: oddText })
}

/** What signs in says of itself; no schema tells it. */
export const credentials = fc.oneof(
  fc.record({ strategy: fc.constant('local'), email: known('email'), password: known('password') }),
  fc.record({
    strategy: fc.constantFrom('jwt', 'local', 'constructor', '__proto__'),
    accessToken: oddText,
    email: oddValue,
    password: oddValue
  })
)

/** Text in which the schema sees nothing but text. */
const byName: Record<string, fc.Arbitrary<string>> = {
  audience: fc.oneof(fc.constantFrom('client', 'partner'), known('party')),
  party: known('party'),
  timeZone: fc.constantFrom(...zones),
  password: known('password'),
  currentPassword: known('password'),
  shown: known('hash'),
  since: known('cursor'),
  choice: fc.constantFrom('approve', 'reject', '0', '1'),
  service: known('service'),
  search: fc.constantFrom('a', 'Pokój', 'qq', '%')
}

/** The same with one thing wrong in it. */
export const mutated = (fitting: fc.Arbitrary<unknown>) =>
  fc
    .record({
      value: fitting,
      at: fc.nat({ max: 20 }),
      how: fc.constantFrom('drop', 'replace', 'add', 'wrap', 'list'),
      key: oddKey,
      odd: oddValue
    })
    .map(({ value, at, how, key, odd }) => {
      if (how === 'wrap') return [value]
      if (how === 'list') return Array(at).fill(value)
      if (typeof value !== 'object' || value === null) return odd
      const entries = Object.entries(value)
      const place = at % Math.max(entries.length, 1)
      if (how === 'drop') return Object.fromEntries(entries.toSpliced(place, 1))
      const changed = how === 'replace' ? (entries[place]?.[0] ?? key) : key
      return withOwn(Object.fromEntries(entries), changed, odd)
    })

/** As JSON.parse does it: `__proto__` becomes a field like any other. */
const withOwn = (object: object, key: string, value: unknown) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })

export const sent = (fitting: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 3, arbitrary: mutated(fitting) },
    { weight: 1, arbitrary: oddValue }
  )

/** JSON as a hostile client writes it: with -0, and with numbers that are none. */
export const jsonOf = (value: unknown) =>
  JSON.stringify(value, (_, each) =>
    typeof each === 'number' && (Object.is(each, -0) || !Number.isFinite(each))
      ? `@@raw:${rawNumber(each)}@@`
      : each
  )?.replace(/"@@raw:(.*?)@@"/g, '$1')

const rawNumber = (value: number) =>
  Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0' : value > 0 ? '1e999' : '-1e999'

/** A query as clients write it in an address, in brackets. */
export function queryText(query: unknown): string {
  if (query === undefined || query === null) return ''
  if (typeof query !== 'object') return `?${escaped(String(query))}`
  const parts: string[] = []
  const add = (name: string, value: unknown, depth: number) => {
    if (parts.length > 400 || depth > 30) return
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
      for (const [key, each] of Object.entries(value))
        add(`${name}[${Array.isArray(value) ? '' : escaped(key)}]`, each, depth + 1)
    else
      parts.push(
        `${name}=${escaped(typeof value === 'object' ? (value === null ? 'null' : '') : String(value))}`
      )
  }
  for (const [key, value] of Object.entries(query)) add(escaped(key), value, 0)
  return `?${parts.join('&').slice(0, 12_000)}`
}

/** A lone surrogate goes as the three bytes that UTF-8 forbids. */
export const escaped = (text: string) =>
  text
    .split(/([\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff])/)
    .map((part, at) => (at % 2 ? '%ED%A0%80' : encodeURIComponent(part)))
    .join('')
