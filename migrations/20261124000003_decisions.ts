import type { Knex } from 'knex'

const isoDateOrTime = String.raw`^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\.\d{3}Z){0,1}$`

export async function up(knex: Knex) {
  await knex.raw(`
    create table decisions (
      id uuid primary key,
      "roomId" uuid not null references rooms,
      "authorId" uuid not null references users,
      question text not null,
      kind text not null check (kind in ('approval', 'choice')),
      options jsonb not null,
      party text not null,
      -- Who sees it: the firm and the party that is asked, for ever.
      audience text[] not null check (audience = array[party]),
      "askedIds" uuid[] not null check (cardinality("askedIds") > 0),
      rule text not null check (rule in ('any', 'all')),
      "dueAt" text collate "C" check ("dueAt" ~ '${isoDateOrTime}'),
      -- What it is about, as it was when it was asked: later versions change nothing here.
      about jsonb not null,
      "supersedesId" uuid unique references decisions,
      "requestId" uuid,
      "createdAt" timestamptz not null,
      "remindAt" timestamptz,
      state text not null default 'open' check (state in ('open', 'answered', 'withdrawn', 'superseded')),
      "endedAt" timestamptz,
      "remindedAt" timestamptz,
      check ((state = 'open') = ("endedAt" is null))
    );
    create index on decisions ("roomId", "createdAt", id);
    create index on decisions ("authorId");
    create index on decisions ("remindAt") where state = 'open' and "remindedAt" is null;

    create table answers (
      id uuid primary key,
      "decisionId" uuid not null references decisions,
      "authorId" uuid not null references users,
      party text not null,
      -- Sessions end and go; the answer keeps the name of the one it came from.
      "sessionId" uuid,
      choice text not null,
      reason text not null,
      -- The hash of exactly what was on the screen.
      shown text not null check (shown ~ '^[0-9a-f]{64}$'),
      "createdAt" timestamptz not null,
      unique ("decisionId", "authorId")
    );
    create index on answers ("authorId");

    create function "refuseAnswerChange"() returns trigger language plpgsql as $$
    begin
      raise exception 'an answer is never altered';
    end $$;
    create trigger "neverAltered" before update or delete or truncate on answers
      for each statement execute function "refuseAnswerChange"();

    -- A question that was asked stays as it was asked; only how it stands may go on, and never back.
    create function "refuseQuestionChange"() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if to_jsonb(new) - array['state', 'endedAt', 'remindedAt'] = to_jsonb(old) - array['state', 'endedAt', 'remindedAt']
          and (old.state = new.state or old.state = 'open' or (old.state = 'answered' and new.state = 'superseded'))
        then
          return new;
        end if;
      end if;
      raise exception 'a question is never altered';
    end $$;
    create trigger "neverAltered" before update or delete on decisions
      for each row execute function "refuseQuestionChange"();
    create trigger "neverEmptied" before truncate on decisions
      for each statement execute function "refuseQuestionChange"();
  `)
}

export async function down(knex: Knex) {
  await knex.raw(`
    drop table answers, decisions;
    drop function "refuseAnswerChange";
    drop function "refuseQuestionChange";
  `)
}
