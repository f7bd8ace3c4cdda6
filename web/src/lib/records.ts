// Records as the API gives them to a viewer. Fields marked optional are there for staff only.

export type Zone = 'staff' | 'client' | 'partner'
export type RoomKind = 'task' | 'sales-activity'
export type Status = 'todo' | 'doing' | 'waiting' | 'done'
export type Priority = 'low' | 'normal' | 'high'
export type Stage = 'lead' | 'qualified' | 'offer' | 'negotiation' | 'won' | 'lost'
export type ParticipantRole = 'performer' | 'notified'
/** A party in a room: `client:<organizationId>` or `partner:<organizationId>`. */
export type Party = string

export interface User {
  id: string
  name: string
  /** With the firm beside it, where it could be taken for somebody else's. */
  shownName?: string
  zone: Zone
  title: string | null
  organizationId: string | null
  organizationName: string | null
  active: boolean
  email?: string
  phone?: string | null
  role?: 'admin' | 'member' | null
  locale?: string
  createdAt?: string
  updatedAt?: string
}

export interface Me {
  id: string
  name: string
  email: string
  zone: Zone
  role: 'admin' | 'member' | null
  organizationId: string | null
  locale: string
  title: string | null
  theme: Theme
  timeZone: string | null
  mail: 'immediate' | 'daily' | 'never'
}
export type Theme = 'system' | 'light' | 'dark'

export interface Organization {
  id: string
  name: string
  taxId: string | null
  address: string | null
  postalCode: string | null
  city: string | null
  email: string | null
  phone: string | null
  website: string | null
  notes?: string | null
  createdAt: string
  updatedAt: string
}

export interface Room {
  id: string
  kind: RoomKind
  ref: string
  title: string
  description: string | null
  place: string | null
  status: Status
  priority: Priority
  startAt: string | null
  dueAt: string | null
  progress: number
  archivedAt: string | null
  createdAt: string
  updatedAt: string
  can: { edit: boolean; archive: boolean; remove: boolean }
  internalNotes?: string | null
  estimate?: number | null
  cost?: number | null
  organizationId?: string | null
  private?: boolean
  defaultAudience?: Party[]
  internalUpdatedAt?: string
  createdById?: string
  stage?: Stage | null
  value?: number | null
  probability?: number | null
}

export interface Participant {
  id: string
  roomId: string
  userId: string
  role: ParticipantRole
  createdAt: string
}

export interface Comment {
  id: string
  roomId: string
  parentId: string | null
  authorId: string
  body: string
  mentions: string[]
  createdAt: string
  editedAt: string | null
  can: { edit: boolean; remove: boolean; reply: boolean; audience: boolean }
  audience?: Party[]
  requestId?: string
}

export interface Link {
  id: string
  roomId: string
  authorId: string
  url: string
  title: string | null
  createdAt: string
  can: { edit: boolean; remove: boolean; audience: boolean }
  audience?: Party[]
  requestId?: string
}

export interface FileRecord {
  id: string
  roomId: string
  commentId: string | null
  authorId: string
  name: string
  /** A media type. */
  type: string
  /** Bytes. */
  size: number
  hash: string
  version: number
  /** Whether it can be drawn: an image, or a document with a first page. */
  picture: boolean
  createdAt: string
  editedAt: string | null
  can: { edit: boolean; remove: boolean; audience: boolean }
  audience?: Party[]
  requestId?: string
}

export interface Answer {
  id: string
  decisionId: string
  authorId: string
  party: Party
  choice: string
  reason: string
  /** The hash of what was shown to them. */
  shown: string
  createdAt: string
  sessionId?: string | null
}

export interface Decision {
  id: string
  roomId: string
  authorId: string
  question: string
  kind: 'approval' | 'choice'
  /** Of an approval: `approve` and `reject`, without texts of their own. */
  options: { id: string; text?: string; note?: string }[]
  party: Party
  askedIds: string[]
  rule: 'any' | 'all'
  dueAt: string | null
  /** Links and files as they were when it was asked. */
  about: { kind: 'file' | 'link'; id: string; hash: string; name: string; url?: string; version?: number }[]
  supersedesId: string | null
  supersededById: string | null
  state: 'open' | 'answered' | 'withdrawn' | 'superseded'
  endedAt: string | null
  remindedAt: string | null
  createdAt: string
  /** Of exactly this question; an answer gives it back. */
  hash: string
  answers: Answer[]
  can: { answer: boolean; withdraw: boolean; supersede: boolean }
  audience?: Party[]
  requestId?: string
}

/** A room put into one document, for whoever asked for it. */
export interface Export {
  id: string
  roomId: string
  /** With whose eyes; null: all that the asker sees. */
  party: Party | null
  state: 'waiting' | 'working' | 'ready' | 'failed' | 'expired'
  progress: number
  head: string | null
  createdAt: string
  readyAt: string | null
}

export type Sign = 'agreed' | 'done' | 'thanks' | 'great' | 'looking' | 'question'

/** A sign that somebody set under a comment. */
export interface Reaction {
  id: string
  roomId: string
  commentId: string
  authorId: string
  sign: Sign
  createdAt: string
  can: { remove: boolean }
}

/** How far the viewer has read a room they take part in; its id is the room's. */
export interface Read {
  id: string
  roomId: string
  kind: RoomKind
  title: string
  readAt: string | null
  unread: number
  lastAt: string | null
}

export interface Notification {
  id: string
  kind:
    | 'comment'
    | 'mention'
    | 'reply'
    | 'link'
    | 'file'
    | 'decision'
    | 'answer'
    | 'reminder'
    | 'export'
    | 'participant'
    | 'room'
    | 'news'
  roomId: string | null
  service: string
  recordId: string
  actorId: string | null
  createdAt: string
  read: boolean
  changed?: string[]
}

export interface TimelineEntry {
  id: string
  at: string
  actorId: string | null
  service: string
  event: 'created' | 'patched' | 'removed'
  recordId: string
  /** Of a participant: who came, went or changed their part. */
  userId: string | null
  changed: { field: string; from?: unknown; to?: unknown }[]
}

export interface CalendarEntry {
  id: string
  kind: RoomKind
  ref: string
  title: string
  status: Status
  priority: Priority
  startAt: string | null
  dueAt: string | null
  /** Who from outside is in the room. */
  parties?: Party[]
}

export interface News {
  id: string
  title: string
  body: string
  authorId: string
  publishedAt: string
  updatedAt: string
  can: { edit: boolean; remove: boolean }
  audience?: Party[]
}

export interface Contact {
  id: string
  name: string
  title: string | null
  email: string
  phone: string | null
  rooms: { id: string; kind: RoomKind; title: string; role: ParticipantRole }[]
}

/** What was said before a party came in, and could be shown to it. */
export interface EarlierRecord {
  id: string
  service: string
  authorId: string
  parentId: string | null
  text: string
  createdAt: string
  audience: Party[]
  /** All other parties of the newcomer's zone see it. */
  same: boolean
}

/** That a record has reached somebody outside the firm; the firm's to know. */
export interface Exposure {
  id: string
  roomId: string
  service: string
  recordId: string
  userId: string
  party: Party
  seenAt: string | null
  mailedAt: string | null
}

/** Somebody who was asked in by mail and has not come yet; the firm's to know. */
export interface Invitation {
  id: string
  email: string
  name: string
  title: string | null
  zone: Zone
  organizationId: string | null
  createdById: string
  createdAt: string
  sentAt: string
  expiresAt: string
}

/** A person outside the firm: which open rooms they are in, and when they were last here. */
export interface Access {
  id: string
  name: string
  zone: 'client' | 'partner'
  organizationId: string
  active: boolean
  lastHereAt: string | null
  rooms: { id: string; kind: RoomKind; ref: string; title: string; role: ParticipantRole }[]
}

/** A mail as it was handed over; the next one has no time yet. */
export interface SentMail {
  id: string
  at: string | null
  subject: string
  body: string
  /** As it looks in a mail program; only of a single mail, and of the next. */
  html?: string | null
}

/** That an administrator looked through somebody else's eyes. */
export interface View {
  id: string
  userId: string
  openedById: string
  createdAt: string
  endedAt: string | null
}

export interface Presence {
  id: string
  roomId: string
  people: { userId: string; typing: boolean }[]
}
