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
