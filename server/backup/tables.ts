/** What the database holds, as its own catalogue tells: tables and columns that came yesterday are in the next backup. */
import type { Client } from 'pg'

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Tables that last, without those that say which migrations were done: these are done again. */
export async function tablesOf(client: Pick<Client, 'query'>) {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select class.relname as name,
       array(select attname::text from pg_attribute where attrelid = class.oid and attnum > 0 and not attisdropped
         and attgenerated = '' order by attnum) as columns
     from pg_class as class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relpersistence = 'p'
       and relname not in ('knex_migrations', 'knex_migrations_lock')
       and not exists (select from pg_depend where objid = class.oid and deptype = 'e')
     order by class.relname`
  )
  return rows
}

/** Their values hold no less than what the tables do: they are read last, and never go back. */
export async function sequencesOf(client: Pick<Client, 'query'>) {
  const { rows } = await client.query<{ name: string; value: string }>(
    `select sequencename as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null and sequencename not like 'knex\\_%'`
  )
  return rows
}

/** Of each job that waits, what its library's `add_job` takes. */
export const WAITING_JOBS = `select task.identifier, job.payload, queue.queue_name, job.run_at, job.max_attempts, job.key, job.priority
  from graphile_worker._private_jobs as job
  join graphile_worker._private_tasks as task on task.id = job.task_id
  left join graphile_worker._private_job_queues as queue on queue.id = job.job_queue_id`

export const CONTENTS_IN_USE = `select hash from files union select hash from "fileVersions"`
