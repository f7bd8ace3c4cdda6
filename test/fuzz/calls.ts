/** Plans of calls, the same for the same seed: what is asked, by which way, and what is wrong with it. */
import fc from 'fast-check'
import type { Operation } from './operations.ts'
import { credentials, fits, known, oddText, oddValue, sent } from './values.ts'

export interface ServiceCall {
  kind: 'service'
  operation: Operation
  way: 'rest' | 'socket'
  id: unknown
  data: unknown
  query: unknown
  twist: Record<string, string>
  /** Of a socket call: arguments more or fewer than there should be. */
  arity: unknown[] | number
  squeeze: 'no' | 'gzip' | 'bad gzip' | 'truncated' | 'br'
}

export interface DoorCall {
  kind: 'door'
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

export interface RawCall {
  kind: 'raw'
  text: string
  path: string
  torn: number
}

export interface FrameCall {
  kind: 'frame'
  frames: unknown[]
}

export type Call = ServiceCall | DoorCall | RawCall | FrameCall

const header = (name: string, ...values: string[]) =>
  fc.constantFrom(...values).map((value) => ({ [name]: value }))

/** Odd, and not so that the call must fail. */
const twist = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.oneof(
      header('content-type', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'multipart/form-data', 'application/json; charset=utf-7', 'application/json; charset=utf-16', 'application/vnd.api+json', '', 'x/y'),
      header('accept-language', 'xx', 'en;q=', '*', 'x'.repeat(2_000), 'pl,en'),
      header('authorization', '', 'Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic eDp5', 'Bearer eyJhbGciOiJub25lIn0.e30.'),
      header('cookie', 'strefa=', 'strefa=x.y.z', '=; ;', 'x'.repeat(4_000)),
      header('origin', 'null', 'http://evil.example', 'x', 'http://localhost'),
      header('sec-fetch-site', 'cross-site', 'none', 'x'),
      header('host', 'evil.example', 'localhost:1'),
      header('x-forwarded-for', '1.2.3.4', "' or 1=1", '::1', 'x'.repeat(3_000)),
      header('x-http-method-override', 'DELETE'),
      header('x-service-method', 'get', 'remove', 'constructor', '__proto__', 'verifyAccessToken', 'find'),
      header('user-agent', '', '\u00e9', 'x'.repeat(5_000)),
      header('range', 'bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=99999999999999999999-', 'bytes=0-0,2-3', 'x'),
      header('if-none-match', '*', 'W/"x"'),
      header('expect', 'x')
    )
  }
) // prettier-ignore

export const serviceCall = (
  operation: Operation,
  way: 'rest' | 'socket',
  side: 'staff' | 'external'
): fc.Arbitrary<Call> => {
  const ofItself = fc.oneof(
    { weight: 5, arbitrary: known(operation.service) },
    { weight: 1, arbitrary: known('me') },
    { weight: 1, arbitrary: oddValue }
  )
  const needsId = ['get', 'update', 'patch', 'remove'].includes(operation.method)
  const data = sent(operation.data ? fits(operation.data[side]) : credentials)
  const query = operation.query ? sent(fits(operation.query[side])) : oddValue
  const sometimes = (value: fc.Arbitrary<unknown>, weight: number) =>
    fc.oneof({ weight, arbitrary: value }, { weight: 10 - weight, arbitrary: fc.constant(undefined) })
  return fc.record({
    kind: fc.constant('service' as const),
    operation: fc.constant(operation),
    way: fc.constant(way),
    id: needsId ? ofItself : fc.constant(undefined),
    data: operation.method === 'create' || operation.method === 'patch' ? data : fc.constant(undefined),
    query: operation.query ? sometimes(query, operation.method === 'find' ? 8 : 2) : sometimes(query, 1),
    twist,
    arity: fc.oneof(
      { weight: 9, arbitrary: fc.constant<unknown[] | number>([]) },
      {
        weight: 1,
        arbitrary: fc.oneof<fc.Arbitrary<unknown[] | number>[]>(
          fc.integer({ min: 0, max: 2 }),
          fc.array(oddValue, { minLength: 1, maxLength: 3 })
        )
      }
    ),
    squeeze: fc.oneof(
      { weight: 12, arbitrary: fc.constant('no' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('gzip' as const, 'bad gzip' as const, 'truncated' as const, 'br' as const)
      }
    )
  })
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND']
const piece = fc.oneof(
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '..', '.', '', '%2e%2e', '%00', '%', '%ff', 'x'.repeat(3_000), 'dev', 'mail', 'api', 'socket.io', 'favicon.ico', '_app', 'index.html', '200.html'),
  known('service'),
  known('id'),
  oddText.map((text) => encodeURIComponent(text.toWellFormed()))
) // prettier-ignore
const tus = fc.record(
  {
    'tus-resumable': fc.constantFrom('1.0.0', '0.2', 'x'),
    'upload-length': fc.constantFrom('5', '0', '-1', 'x', '1e9', '99999999999999999999', '5, 5'),
    'upload-offset': fc.constantFrom('0', '5', '-1', 'x', '3'),
    'upload-metadata': fc.constantFrom('name eA==', 'userId eA==', '!', 'a b c', '__proto__ eA==', ','),
    'upload-concat': fc.constantFrom('partial', 'final;/api/uploads/x', 'x'),
    'upload-checksum': fc.constantFrom('sha1 x', 'x'),
    'upload-defer-length': fc.constantFrom('1', 'x'),
    'x-http-method-override': fc.constantFrom('PATCH', 'DELETE', 'X'),
    'content-type': fc.constantFrom('application/offset+octet-stream', 'text/plain')
  },
  { requiredKeys: [] }
)

/** Addresses that are no service: uploads, contents of files, the site, the outbox of the demo, and what is nowhere. */
export const doorCall: fc.Arbitrary<Call> = fc.record({
  kind: fc.constant('door' as const),
  method: fc.constantFrom(...methods),
  path: fc.oneof(
    known('uploads').map((id) => `/api/uploads/${id}`),
    fc.constantFrom('/api/uploads', '/api/uploads/', '/api/uploads/.json', '/api/uploads/..%2f..%2fetc%2fpasswd', '/dev/mail', '/dev/mail/', '/dev/mail/x', '/', '/tasks', '/api', '/api/', '//api/tasks', '/api//tasks'),
    fc
      .tuple(known('files'), fc.constantFrom('content', 'thumbnail', 'preview', 'x', ''), fc.constantFrom('', '?inline', '?version=1', '?version=2', '?version=-1', '?version=1e9', '?version=99999999999', '?version[]=1', '?version=1.5'))
      .map(([id, part, query]) => `/api/files/${id}/${part}${query}`),
    fc.tuple(known('exports'), fc.constantFrom('', '?format=json', '?format=html', '?format=x', '?format[]=pdf')).map(([id, query]) => `/api/export-files/${id}${query}`),
    fc.array(piece, { maxLength: 4 }).map((pieces) => `/api/${pieces.join('/')}`),
    fc.array(piece, { maxLength: 3 }).map((pieces) => `/${pieces.join('/')}`)
  ),
  headers: fc.oneof(tus, twist) as fc.Arbitrary<Record<string, string>>,
  body: fc.constantFrom('', 'hello', '{}', '[]', '{"a":', 'null', '"x"', '\u0000')
}) // prettier-ignore

/** What no client library would send. `{path}`, `{token}` and `{host}` are filled in. */
const requests = [
  'TRACE {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  'CONNECT x.example:443 HTTP/1.1\r\nHost: {host}\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  'GET {path} HTTP/1.0\r\n\r\n',
  'GET {path} HTTP/1.1\r\n\r\n',
  'GET http://evil.example{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"roomId":',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
  'POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"\ud800"',
  'GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\nGET {path} HTTP/1.1\r\nHost: {host}\r\n\r\nDELETE {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  'GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  'GET /socket.io/?EIO=3&transport=websocket&sid=x HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'GET {path}\u0000 HTTP/1.1\r\nHost: {host}\r\n\r\n',
  'FOO {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n',
  `GET {path} HTTP/1.1\r\nHost: {host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
  '\u0016\u0003\u0001\u0002\u0000\u0001\u0000'
]

export const rawCall: fc.Arbitrary<Call> = fc.record({
  kind: fc.constant('raw' as const),
  text: fc.constantFrom(...requests),
  path: fc.oneof(
    fc.tuple(known('service'), piece).map(([service, more]) => `/api/${service}/${more}`),
    fc.constantFrom('/', '/api/health', '/api/comments', '/api/authentication', '/api/uploads', '/%', '/%ff', '/api/%', '/\u00ff', '/api/\u00e9')
  ),
  torn: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) })
}) // prettier-ignore

const event = fc.oneof(
  fc.constantFrom<unknown>('find', 'get', 'create', 'update', 'patch', 'remove', 'presence', 'join', 'message', 'ping', 'comments created', 'constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'connect', 'disconnect', 'disconnecting', 'error', 'newListener', 'connect_error'),
  oddValue
) // prettier-ignore
const target = fc.oneof(
  known('service'),
  fc.constantFrom<unknown>(
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '/',
    '',
    'api/tasks',
    'tasks/',
    'tasks/x',
    '*',
    null,
    1,
    {}
  ),
  oddValue
)

/** Packets of Socket.IO, right and wrong; each over a connection of its own, in this order. */
export const frameCall: fc.Arbitrary<Call> = fc.record({
  kind: fc.constant('frame' as const),
  frames: fc.array(
    fc.oneof<fc.Arbitrary<unknown>[]>(
      fc.tuple(event, target, fc.array(oddValue, { maxLength: 4 })).map(([name, service, more]) => [name, service, ...more]),
      fc.array(oddValue, { maxLength: 3 }),
      fc.constantFrom('', '4', '42', '42[', '42{}', '420', '42["find"', '43["x"]', '430[]', '40', '40/x,', '44"x"', '45', '451-["create",{"_placeholder":true,"num":0}]', '451-["create",{"_placeholder":true,"num":-1}]', '459999999-["x"]', '46["x"]', '3', '6', '9', 'bAAAA', '2probe', '5', '1', '42/x,["find"]', '4299999999999999999999["find","tasks"]', '42["find","tasks",{"__proto__":{"x":1}}]', `42["find","tasks",${'['.repeat(5_000)}${']'.repeat(5_000)}]`)
    ),
    { minLength: 1, maxLength: 4 }
  )
}) // prettier-ignore
