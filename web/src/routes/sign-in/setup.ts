import type { Zone } from '#lib/records.ts'

export interface Account {
  email: string
  name: string
  zone: Zone
  organization: string | null
  role: string | null
}

/** What the `setup` service tells anyone. */
export interface Setup {
  needed: boolean
  demo: boolean
  firm: string | null
  accounts: Account[]
  password?: string
}
