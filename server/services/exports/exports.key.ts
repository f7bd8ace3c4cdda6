import { generateKeyPairSync } from 'node:crypto'
import type { Database } from '../../database/index.ts'

/** The firm's own key (PEM), made when it is first needed: every document of this firm is sealed with it. */
export async function firmKey(db: Database): Promise<string> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const made = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await db('settings')
    .insert({ key: 'exportKey', value: { privateKey: made } })
    .onConflict('key')
    .ignore()
  const { value } = await db('settings').where({ key: 'exportKey' }).first('value')
  return value.privateKey
}
