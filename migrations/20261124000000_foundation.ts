import type { Knex } from 'knex'

const isoDateOrTime = String.raw`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z){0,1}$`

export async function up(knex: Knex) {
  await knex.raw(`
    create extension if not exists pg_trgm;
    create extension if not exists unaccent;

    create table settings (
      key text primary key,
      value jsonb not null
    );

    create table organizations (
      id uuid primary key,
      name text not null,
      "taxId" text,
      address text, "postalCode" text, city text,
      email text, phone text, website text,
      notes text,
      "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null
    );

    create table users (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      title text, phone text,
      "passwordHash" text not null,
      zone text not null check (zone in ('staff', 'client', 'partner')),
      role text check (role in ('admin', 'member')),
      "organizationId" uuid references organizations,
      locale text not null check (locale in ('pl', 'en')),
      "timeZone" text not null,
      theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
      mail text not null default 'immediate' check (mail in ('immediate', 'daily', 'never')),
      "deactivatedAt" timestamptz,
      "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null,
      check ((zone = 'staff') = ("organizationId" is null)),
      check ((zone = 'staff') = (role is not null))
    );
    create index on users ("organizationId");

    create table sessions (
      id uuid primary key,
      "userId" uuid not null references users,
      "userAgent" text,
      "createdAt" timestamptz not null,
      "lastSeenAt" timestamptz not null,
      "expiresAt" timestamptz not null,
      "endedAt" timestamptz
    );
    create index on sessions ("userId") where "endedAt" is null;

    create table rooms (
      id uuid primary key,
      kind text not null check (kind in ('task', 'sales-activity')),
      ref text not null unique,
      title text not null,
      description text not null default '',
      place text,
      status text not null check (status in ('todo', 'doing', 'waiting', 'done')),
      priority text not null check (priority in ('low', 'normal', 'high')),
      "startAt" text collate "C" check ("startAt" ~ '${isoDateOrTime}'),
      "dueAt" text collate "C" check ("dueAt" ~ '${isoDateOrTime}'),
      progress int not null default 0 check (progress between 0 and 100),
      "archivedAt" timestamptz,
      "createdAt" timestamptz not null,
      "updatedAt" timestamptz not null,
      "organizationId" uuid references organizations,
      "createdById" uuid not null references users,
      private boolean not null default false,
      "defaultAudience" text[] not null default '{}',
      "internalNotes" text,
      estimate numeric(14, 2),
      cost numeric(14, 2),
      stage text check (stage in ('lead', 'qualified', 'offer', 'negotiation', 'won', 'lost')),
      value numeric(14, 2),
      probability int check (probability between 0 and 100),
      "internalUpdatedAt" timestamptz not null,
      "deletedAt" timestamptz,
      "sharedText" tsvector generated always as (
        to_tsvector('simple', ref || ' ' || title || ' ' || description || ' ' || coalesce(place, ''))) stored,
      "internalText" tsvector generated always as (to_tsvector('simple', coalesce("internalNotes", ''))) stored
    );
    create index on rooms (kind, "dueAt", id) where "deletedAt" is null;
    create index on rooms using gin ("sharedText");

    -- When each party last came into a room: its timeline starts there.
    create table "roomParties" (
      "roomId" uuid not null references rooms,
      party text not null,
      "enteredAt" timestamptz not null,
      primary key ("roomId", party)
    );

    create table participants (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "userId" uuid not null references users,
      role text not null check (role in ('performer', 'notified')),
      "createdAt" timestamptz not null,
      unique ("roomId", "userId")
    );
    create index on participants ("userId", "roomId");

    create table comments (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "parentId" uuid references comments,
      "authorId" uuid not null references users,
      "authorParty" text,
      body text not null,
      mentions uuid[] not null default '{}',
      audience text[] not null,
      "requestId" uuid,
      "createdAt" timestamptz not null,
      "editedAt" timestamptz,
      "withdrawnAt" timestamptz,
      check ("authorParty" is null or "authorParty" = any (audience))
    );
    create index on comments ("roomId", "createdAt", id);
    create index on comments ("parentId") where "parentId" is not null;
    create index on comments ("authorId");

    create table links (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "authorId" uuid not null references users,
      "authorParty" text,
      url text not null,
      title text not null,
      audience text[] not null,
      "requestId" uuid,
      "createdAt" timestamptz not null,
      "editedAt" timestamptz,
      "withdrawnAt" timestamptz,
      check ("authorParty" is null or "authorParty" = any (audience))
    );
    create index on links ("roomId", "createdAt", id);
    create index on links ("authorId");

    create table news (
      id uuid primary key,
      title text not null,
      body text not null,
      "authorId" uuid not null references users,
      audience text[] not null,
      "publishedAt" timestamptz not null,
      "editedAt" timestamptz,
      "withdrawnAt" timestamptz
    );
    create index on news ("publishedAt", id);

    create table reads (
      id uuid primary key,
      "userId" uuid not null references users,
      "roomId" uuid references rooms,
      "readAt" timestamptz not null,
      unique nulls not distinct ("userId", "roomId")
    );

    create table "notificationReads" (
      "userId" uuid not null references users,
      "entryId" uuid not null,
      "readAt" timestamptz not null,
      primary key ("userId", "entryId")
    );

    -- What a client asked to create under an id of its own, so that a repeat is recognised.
    create table requests (
      "authorId" uuid not null references users,
      "requestId" uuid not null,
      service text not null,
      "recordId" uuid not null,
      digest text not null,
      primary key ("authorId", "requestId")
    );

    -- The journal. Rows are never updated; the trigger below says so to everyone.
    create table journal (
      position bigint generated always as identity primary key,
      id uuid not null unique,
      at timestamptz not null,
      "actorId" uuid,
      "roomId" uuid,
      service text not null,
      "recordId" uuid not null,
      event text not null check (event in ('created', 'patched', 'removed')),
      "authorId" uuid,
      before jsonb,
      after jsonb,
      changed text[] not null,
      digest text not null
    );
    create index on journal ("roomId", at, id);
    create index on journal ("recordId", position);

    -- Old and new values stand apart from their digest, so that a person's text can be erased and the chain still holds.
    create table "journalValues" (
      "entryId" uuid primary key references journal (id),
      salt text not null,
      values jsonb not null
    );

    create table "journalPending" (position bigint primary key);

    create table feed (
      seq bigint generated always as identity primary key,
      position bigint not null unique references journal
    );

    create function "refuseChange"() returns trigger language plpgsql as $$
    begin
      raise exception 'the journal is append-only';
    end $$;
    create trigger "appendOnly" before update or delete or truncate on journal
      for each statement execute function "refuseChange"();
    create trigger "appendOnly" before update or delete or truncate on feed
      for each statement execute function "refuseChange"();
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    drop table feed, "journalPending", "journalValues", journal, requests, "notificationReads", reads, news, links, comments,
      participants, "roomParties", rooms, sessions, users, organizations, settings cascade;
    drop function "refuseChange";
  `)
}
