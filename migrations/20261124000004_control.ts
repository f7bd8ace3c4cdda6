import type { Knex } from 'knex'

export async function up(knex: Knex) {
  await knex.raw(`
    -- Whom outside the firm a record has reached: on an open screen, by mail. The first time of each is kept for good.
    create table exposures (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      service text not null,
      "recordId" uuid not null,
      "userId" uuid not null references users,
      party text not null,
      "seenAt" timestamptz,
      "mailedAt" timestamptz,
      unique ("recordId", "userId")
    );
    create index on exposures ("roomId");

    -- Mails as they were handed over.
    create table mails (
      id uuid primary key,
      "userId" uuid not null references users,
      at timestamptz not null,
      subject text not null,
      body text not null
    );
    create index on mails ("userId", at);

    create table invitations (
      id uuid primary key,
      email text not null check (email = lower(email)),
      name text not null,
      title text,
      zone text not null check (zone in ('staff', 'client', 'partner')),
      role text check (role in ('admin', 'member')),
      "organizationId" uuid references organizations,
      locale text not null check (locale in ('pl', 'en')),
      "createdById" uuid not null references users,
      "createdAt" timestamptz not null,
      "sentAt" timestamptz not null,
      "expiresAt" timestamptz not null,
      "cancelledAt" timestamptz,
      "acceptedAt" timestamptz,
      "userId" uuid references users,
      check ((zone = 'staff') = ("organizationId" is null)),
      check ((zone = 'staff') = (role is not null))
    );
    create unique index on invitations (email) where "acceptedAt" is null and "cancelledAt" is null;

    -- A link that opens once: to accept an invitation, or to set a password anew. The link itself is nowhere: it is made
    -- again from the salt and the server's secret when the mail leaves.
    create table keys (
      id uuid primary key,
      "invitationId" uuid references invitations,
      "userId" uuid references users,
      salt text not null,
      digest text not null unique,
      "expiresAt" timestamptz not null,
      "usedAt" timestamptz,
      check (("invitationId" is null) <> ("userId" is null))
    );
    create index on keys ("invitationId");
    create index on keys ("userId");

    -- A session in which an administrator looks at the product as somebody else has it, and changes nothing.
    alter table sessions
      add column "openedById" uuid references users,
      add column "fromSessionId" uuid references sessions,
      add check (("openedById" is null) = ("fromSessionId" is null));
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    alter table sessions drop column "openedById", drop column "fromSessionId";
    drop table keys, invitations, mails, exposures;
  `)
}
