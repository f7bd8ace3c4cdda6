import assert from 'node:assert/strict'
import type { Person } from './server.ts'

const TUS = { 'tus-resumable': '1.0.0' }

/** Sends bytes as the browser does, by the tus protocol. */
export class Sending {
  person: Person
  address = ''
  status = 0
  message = ''

  constructor(person: Person) {
    this.person = person
  }

  static async begin(person: Person, length: number) {
    const sending = new Sending(person)
    const answer = await sending.ask('POST', '/api/uploads', { 'upload-length': `${length}` })
    sending.status = answer.status
    sending.message = await answer.text()
    sending.address = answer.headers.get('location') ?? ''
    return sending
  }

  get id() {
    return this.address.split('/').at(-1)!
  }

  async send(bytes: Uint8Array, offset = 0) {
    const headers = { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' }
    return this.ask('PATCH', this.address, headers, bytes)
  }

  /** How much has arrived. */
  async offset() {
    const { status, headers } = await this.ask('HEAD', this.address)
    return status === 200 ? Number(headers.get('upload-offset')) : status
  }

  ask(method: string, path: string, headers: Record<string, string> = {}, body?: Uint8Array) {
    const { base, token } = this.person
    const authorization = token && { authorization: `Bearer ${token}` }
    return fetch(base + path, {
      method,
      headers: { ...TUS, ...authorization, ...headers },
      body: body as Buffer<ArrayBuffer> | undefined
    })
  }
}

/** A whole upload; answers its id. */
export async function upload(person: Person, content: Uint8Array | string) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const sending = await Sending.begin(person, bytes.length)
  assert.equal(sending.status, 201, sending.message)
  assert.equal((await sending.send(bytes)).status, 204)
  return sending.id
}

export const content = (person: Person, path: string, headers: Record<string, string> = {}) =>
  fetch(`${person.base}/api/files/${path}`, {
    headers: { ...(person.token && { authorization: `Bearer ${person.token}` }), ...headers }
  })
