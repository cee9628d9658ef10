import type { Query } from './database.js';
import type { Cursors, Intents, Notes } from './port.js';

export function cursors(query: Query): Cursors {
  return {
    async get(name) {
      const { rows } = await query<{ value: string }>('select value from cursors where name = $1', [name]);
      return rows[0]?.value;
    },
    async set(name, value) {
      await query(
        `insert into cursors (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value, updated_at = now()
         where cursors.value <> excluded.value`,
        [name, value],
      );
    },
  };
}

export function intents(query: Query): Intents {
  return {
    async find(key) {
      const { rows } = await query<{
        call: string;
        before: string | null;
        left: number;
        ago: number;
        answered: boolean;
      }>(
        `select call, before, answered_at is not null as answered, ${MS_LEFT} as left,
           floor(extract(epoch from clock_timestamp() - sent_at) * 1000)::float8 as ago from intents where key = $1`,
        [key],
      );
      const [row] = rows;
      if (!row) return undefined;
      const { call, before, answered, left: mayEndInMs, ago: sentAgoMs } = row;
      return { call, isAnswered: answered, mayEndInMs, sentAgoMs, ...(before === null ? {} : { before }) };
    },
    async leave({ key, system, endsWithinMs, after, before }) {
      const { rows } = await query<{ call: string }>(
        `insert into intents (key, system, may_end_at, before)
         select $1, $2, clock_timestamp() + $3 * interval '1 ms', $4
         where $5::bigint is null or exists (select 1 from intents where key = $1)
         on conflict (key) do update
           set call = nextval('intent_calls'), sent_at = clock_timestamp(), answered_at = null,
               may_end_at = greatest(intents.may_end_at, excluded.may_end_at),
               before = coalesce(intents.before, excluded.before)
           where intents.call = $5::bigint
         returning call`,
        [key, system, endsWithinMs, before ?? null, after ?? null],
      );
      return rows[0]?.call;
    },
    async answer(key, call) {
      await query(
        'update intents set answered_at = clock_timestamp() where key = $1 and call = $2 and answered_at is null',
        [key, call],
      );
    },
    async forget(key, call) {
      await query('delete from intents where key = $1 and call = $2', [key, call]);
    },
    async othersUnderWay(prefix, key) {
      const { rows } = await query<{ ms_left: number | null }>(
        `select max(${MS_LEFT}) as ms_left from intents where key >= $1 and key < $2 and key <> $3`,
        [prefix, `${prefix}\uffff`, key],
      );
      return rows[0]?.ms_left ?? 0;
    },
    async claim(key, subject) {
      const { rows } = await query<{ key: string }>(
        `with claimed as (
           insert into intent_claims (key, subject) values ($1, $2) on conflict do nothing returning key
         )
         select key from claimed union all select key from intent_claims where key = $1 and subject = $2`,
        [key, subject],
      );
      return rows.length > 0;
    },
    async claimed(key) {
      const { rows } = await query<{ subject: string }>('select subject from intent_claims where key = $1', [key]);
      return rows[0]?.subject;
    },
    async release(key) {
      await query('delete from intent_claims where key = $1', [key]);
    },
  };
}

/** How long the call of an intent may still take effect, ms; 0 when it has ended. */
const MS_LEFT = `case when answered_at is not null then 0
  else greatest(0, ceil(extract(epoch from may_end_at - clock_timestamp()) * 1000))::int end`;

export function notes(query: Query): Notes {
  return {
    async keep(reference, text) {
      await query(
        `insert into notes (reference, text) values ($1, $2)
         on conflict (reference) do update set text = excluded.text, kept_at = now() where notes.text <> excluded.text`,
        [reference, text],
      );
    },
    async read(reference) {
      const { rows } = await query<{ text: string }>('select text from notes where reference = $1', [reference]);
      return rows[0]?.text;
    },
  };
}
