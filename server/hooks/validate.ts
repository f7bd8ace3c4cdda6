import { BadRequest } from '@feathersjs/errors'
import { Ajv } from '@feathersjs/schema'
import { Type, type TObject, type TSchema } from '@feathersjs/typebox'
import addFormats from 'ajv-formats'
import type { ErrorObject, ValidateFunction } from 'ajv'
import type { HookContext } from '../declarations.ts'
import { fault, type Message } from '../language/index.ts'
import { isPlain } from '../policy/naming.ts'
import { isStaff } from '../policy/viewer.ts'

/** All errors at once, for a form: what gets here is bounded already, by `withinSize`. */
const strict = formats(new Ajv({ allErrors: true }))
/** Queries arrive as text over REST. */
const lenient = formats(new Ajv({ coerceTypes: true }))

function formats(ajv: Ajv) {
  ;(addFormats as any)(ajv, ['uuid', 'email', 'date', 'uri'])
  ajv.addFormat('date-time', {
    type: 'string',
    validate: (text: string) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/i.test(text) && isMoment(text)
  })
  ajv.addFormat('name', { type: 'string', validate: isPlain })
  ajv.addFormat('date-or-time', {
    type: 'string',
    validate: (text: string) =>
      /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text) && isMoment(text)
  })
  return ajv
}

/** A leap second is none to JavaScript, and there is no year 0 for PostgreSQL. */
const isMoment = (text: string) => !Number.isNaN(Date.parse(text)) && !text.startsWith('0000')

/** A day or a moment, in a query. */
export const moment = Type.String({ format: 'date-or-time', maxLength: 40 })

/** Externals have a shape of their own where they may say less: a field that is not theirs is an unknown field. */
interface Shapes {
  staff: TObject
  external: TObject
}

const pick = <T>(context: HookContext, staff: T, external: T) =>
  isStaff(context.params.viewer ?? { zone: 'client' }) ? staff : external

/** Refuses lists, unknown fields and wrong values with one sentence for each. The hook says in `shapes` what it accepts. */
export function validate(shape: TObject | Shapes) {
  const shapes = 'staff' in shape ? shape : { staff: shape, external: shape }
  const staff = strict.compile(shapes.staff)
  const external = shapes.external === shapes.staff ? staff : strict.compile(shapes.external)
  const hook = (context: HookContext) => {
    if (Array.isArray(context.data)) throw fault(BadRequest, 'manyAtOnce')
    if (typeof context.data !== 'object' || context.data === null) context.data = {}
    refuse('invalid', pick(context, staff, external), context.data)
  }
  return Object.assign(hook, { shapes })
}

type Fields = Record<string, TSchema>

interface Queries {
  /** Asked by value, by the comparison operators, and in `$sort`. */
  fields: Fields
  /** Asked by value only. */
  plain?: Fields
}

/** Refuses what is not listed. Externals' own list is what they may ask by: a filter or a sort could tell what is hidden. */
export function validateQuery(staff: Queries, external: Queries = staff) {
  const shapes = { staff: querySchema(staff), external: querySchema(external) }
  const forStaff = lenient.compile(shapes.staff)
  const forExternal = external === staff ? forStaff : lenient.compile(shapes.external)
  const hook = (context: HookContext) => {
    const query = (context.params.query ??= {})
    for (const [name, value] of Object.entries(query)) if (value === 'null') query[name] = null
    refuse('invalidQuery', pick(context, forStaff, forExternal), query)
  }
  return Object.assign(hook, { shapes })
}

const closed = { additionalProperties: false }

function querySchema({ fields, plain = {} }: Queries) {
  const direction = Type.Union([Type.Literal(1), Type.Literal(-1)])
  const each = <T>(make: (field: TSchema) => T) =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, make(field)]))
  return Type.Object(
    {
      $limit: Type.Optional(Type.Integer({ minimum: 0 })),
      $skip: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
      $sort: Type.Optional(Type.Object(each(() => Type.Optional(direction)) as any, closed)),
      ...(each((field) => Type.Optional(Type.Union([field, operators(field)]))) as any),
      ...Object.fromEntries(Object.entries(plain).map(([name, field]) => [name, Type.Optional(field)]))
    },
    closed
  )
}

function operators(field: TSchema) {
  const one = Object.fromEntries(
    ['$ne', '$gt', '$gte', '$lt', '$lte'].map((name) => [name, Type.Optional(field)])
  )
  const list = Type.Optional(Type.Array(field, { maxItems: 200 }))
  return Type.Object({ ...one, $in: list, $nin: list }, { ...closed, minProperties: 1 })
}

/** So many wrong things are told at once, and what was sent is repeated no further than this. */
const MOST_ERRORS = 10
const LONGEST_PATH = 100

function refuse(code: Message, check: ValidateFunction, value: unknown) {
  if (check(value)) return
  const errors = (check.errors ?? []).slice(0, MOST_ERRORS).map(problem)
  const error = fault(BadRequest, errors[0]?.code ?? code, errors[0]?.values)
  throw Object.assign(error, { data: { ...error.data, errors } })
}

function problem(error: ErrorObject): {
  path: string
  code: Message
  values: Record<string, string | number>
} {
  const at = error.instancePath.slice(1, LONGEST_PATH).replaceAll('/', '.')
  const named = (name: string) => [at, name].filter(Boolean).join('.').slice(0, LONGEST_PATH)
  const say = (path: string, code: Message, values = {}) => ({
    path,
    code,
    values: { field: path, ...values }
  })
  switch (error.keyword) {
    case 'required':
      return say(named(error.params.missingProperty), 'requiredField')
    case 'additionalProperties':
      return say(named(error.params.additionalProperty), 'unknownField')
    case 'minLength':
      return say(at, 'emptyField')
    case 'maxLength':
    case 'maxItems':
      return say(at, 'longField', { limit: error.params.limit })
    case 'format':
      return say(at, error.params.format === 'name' ? 'hiddenSigns' : 'wrongField')
    case 'minimum':
    case 'maximum':
      return say(at, 'rangeField')
    default:
      return say(at, 'wrongField')
  }
}
