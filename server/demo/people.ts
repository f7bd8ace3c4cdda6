import { organizations } from './organizations.ts'
import type { OrganizationKey } from './organizations.ts'

export type DemoPerson = {
  name: string
  email: string
  title: string
  phone: string
  zone: 'staff' | 'client' | 'partner'
  role: 'admin' | 'member' | null
  organization: OrganizationKey | null
}

export type StaffKey = keyof typeof staff
export type ExternalKey = keyof typeof externals
export type PersonKey = StaffKey | ExternalKey

export const firm = 'Dobry Fach'
export const password = 'strefa-demo'

const member = { zone: 'staff', role: 'member', organization: null } as const

/** Ola stands first: she opens the firm and lets everybody else in. */
export const staff = {
  ola: {
    ...member,
    role: 'admin',
    name: 'Ola Wrona',
    email: 'ola@firma.example',
    title: 'właścicielka, prowadzi budowy',
    phone: '600 000 101'
  },
  jan: {
    ...member,
    name: 'Jan Sikora',
    email: 'jan@firma.example',
    title: 'kierownik budowy',
    phone: '600 000 102'
  },
  magda: {
    ...member,
    name: 'Magda Bielak',
    email: 'magda@firma.example',
    title: 'rozliczenia i faktury',
    phone: '600 000 103'
  },
  pawel: {
    ...member,
    name: 'Paweł Gil',
    email: 'pawel@firma.example',
    title: 'koordynacja ekip',
    phone: '600 000 104'
  },
  iza: {
    ...member,
    name: 'Iza Żak',
    email: 'iza@firma.example',
    title: 'oferty i gwarancje',
    phone: '600 000 105'
  },
  hubert: {
    ...member,
    name: 'Hubert Łęcki',
    email: 'hubert@firma.example',
    title: 'zaopatrzenie i transport',
    phone: '600 000 106'
  }
} satisfies Record<string, DemoPerson>

export const externals = {
  kasia: {
    name: 'Kasia Wilk',
    email: 'kasia@klient-a.example',
    title: 'dyrektorka biura',
    phone: '600 000 201',
    zone: 'client',
    role: null,
    organization: 'saldomiar'
  },
  tomek: {
    name: 'Tomek Rak',
    email: 'tomek@klient-a.example',
    title: 'główny księgowy',
    phone: '600 000 202',
    zone: 'client',
    role: null,
    organization: 'saldomiar'
  },
  piotr: {
    name: 'Piotr Maj',
    email: 'piotr@klient-b.example',
    title: 'przewodniczący zarządu wspólnoty',
    phone: '600 000 211',
    zone: 'client',
    role: null,
    organization: 'rumiankowa'
  },
  marek: {
    name: 'Marek Cis',
    email: 'marek@partner-a.example',
    title: 'elektryk, właściciel',
    phone: '600 000 301',
    zone: 'partner',
    role: null,
    organization: 'iskrzak'
  },
  ewa: {
    name: 'Ewa Dąb',
    email: 'ewa@partner-b.example',
    title: 'projekty i montaż',
    phone: '600 000 311',
    zone: 'partner',
    role: null,
    organization: 'debiszcze'
  }
} satisfies Record<string, DemoPerson>

export const people: Record<PersonKey, DemoPerson> = { ...staff, ...externals }

/** Who may be tried out, as the start announces them; `organization` is its name, null for the firm's own people. */
export const accounts = Object.values(people).map(({ email, name, zone, organization }) => ({
  email,
  name,
  zone,
  organization: organization && organizations[organization].name
}))
