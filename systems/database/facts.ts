import type { Query } from './database.js';
import type { Cursors, Inbox, Intents, Notes } from './port.js';

export function inbox(query: Query): Inbox {
  return {
    async store(system, events) {
      if (events.length === 0) return 0;
      const stored = await query(
        `insert into inbox (system, event_id, kind, subject, raw)
         select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[])
         on conflict (system, event_id) do nothing`,
        [
          system,
          events.map((event) => event.eventId),
          events.map((event) => event.kind),
          events.map((event) => event.subject),
          events.map((event) => event.raw),
        ],
      );
      return stored.rowCount ?? 0;
    },
    async pending(system, limit) {
      const { rows } = await query<{ id: string; kind: string; subject: string }>(
        'select id, kind, subject from inbox where system = $1 and handled_at is null order by id limit $2',
        [system, limit],
      );
      return rows.map((row) => ({ ...row, id: Number(row.id) }));
    },
    async markHandled(ids) {
      if (ids.length === 0) return;
      await query('update inbox set handled_at = now() where id = any($1::bigint[]) and handled_at is null', [ids]);
    },
  };
}

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
    async begin(key, system) {
      const begun = await query('insert into intents (key, system) values ($1, $2) on conflict (key) do nothing', [
        key,
        system,
      ]);
      return begun.rowCount === 1;
    },
    async result(key) {
      const { rows } = await query<{ result: string | null }>('select result from intents where key = $1', [key]);
      return rows[0]?.result ?? undefined;
    },
    async finish(key, result) {
      await query(
        'update intents set result = $2, done_at = now() where key = $1 and result is distinct from $2::text',
        [key, result],
      );
    },
  };
}

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
