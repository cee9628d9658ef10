import type { Database, Query } from '../database/database.js';
import type { FileName } from './file-names.js';
import type { Recording } from './recording.js';

export interface ReceivedFile extends FileName {
  readonly checksum: string;
}

/** Where the files of the warehouse are noted, each once. */
export function filesReceived({ query, transaction }: Pick<Database, 'query' | 'transaction'>) {
  return {
    /** The number that is due, and the clock by which everything here is stamped, epoch ms. */
    async due(): Promise<{ next: number; nowMs: number }> {
      const { rows } = await query<{ next: string; now: string }>(
        `select coalesce(max(number), 0) + 1 as next, extract(epoch from clock_timestamp()) * 1000 as now
         from warehouse_files where settled`,
      );
      return { next: Number(rows[0]?.next ?? 1), nowMs: Number(rows[0]?.now ?? Date.now()) };
    },

    /** The file that was recorded under a number; undefined when none was. */
    async recordedUnder(number: number): Promise<{ name: string; checksum: string } | undefined> {
      const { rows } = await query<{ name: string; checksum: string }>(
        'select name, checksum from warehouse_files where number = $1 and refusal is null',
        [number],
      );
      return rows[0];
    },

    /**
     * Records what a file says, and that it was recorded, as one. The number is claimed first, so that of several processes one
     * records it.
     * @returns false when its number was recorded before, and nothing was done
     * @throws NotUnderstood when it does not fit what is there
     */
    async record(file: ReceivedFile, work: (recording: Recording) => Promise<void>): Promise<boolean> {
      return transaction(async (inside) => {
        if (!(await claim(inside, file))) return false;
        await work({ query: inside, number: file.number });
        return true;
      });
    },

    /** Notes that a file was set aside. `waits`: it is to come again under its number, and those of higher numbers wait for it. */
    async refuse(file: ReceivedFile, refusal: string, { waits }: { readonly waits: boolean }): Promise<void> {
      await noteFile(query, file, { refusal, reported: waits, settled: !waits });
    },

    /** Notes that numbers never came, so that the others need not wait any longer. */
    async giveUp(from: number, upTo: number): Promise<void> {
      const numbers = from === upTo ? `File ${from}` : `Files ${from} to ${upTo}`;
      const file = { name: missing(from, upTo), number: upTo, kind: '', checksum: '' };
      const refusal = `${numbers} of the warehouse did not come, and later ones were taken. Ask the warehouse what it said; a count of its stock (levels) sets figures right.`;
      await noteFile(query, file, { refusal, reported: false, settled: true });
    },

    /** What people do not know yet: files that were set aside, and without a refusal those that came right after they had been asked. */
    async notReported(limit: number): Promise<{ name: string; refusal?: string; at: string }[]> {
      const { rows } = await query<{ name: string; refusal: string | null; corrected: boolean; received_at: Date }>(
        `select name, refusal, corrected, received_at from warehouse_files
         where (refusal is not null and not reported) or corrected order by received_at, name limit $1`,
        [limit],
      );
      return rows.map(({ name, refusal, corrected, received_at: at }) => ({
        name,
        at: at.toISOString(),
        ...(refusal === null || corrected ? {} : { refusal }),
      }));
    },

    async markReported(names: readonly string[]): Promise<void> {
      await query(
        'update warehouse_files set reported = true, asked = not corrected, corrected = false where name = any($1)',
        [names],
      );
    },
  };
}

export type FilesReceived = ReturnType<typeof filesReceived>;

/** What numbers that never came are noted under. */
const missing = (from: number, upTo: number): string => `missing ${from}-${upTo}`;

/** Waits for another transaction that claims the same number, and finds it recorded once that has ended well. */
async function claim(query: Query, { name, number, checksum }: ReceivedFile): Promise<boolean> {
  await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`file of a warehouse ${number}`]);
  const { rows } = await query(
    `insert into warehouse_files (name, number, checksum, settled)
       select $1, $2::bigint, $3, true
       where not exists (select from warehouse_files where number = $2::bigint and refusal is null)
     on conflict (name) do update set
       number = excluded.number, checksum = excluded.checksum, refusal = null, settled = true,
       corrected = warehouse_files.asked, asked = false, reported = false,
       received_at = clock_timestamp()
     where warehouse_files.refusal is not null
     returning name`,
    [name, number, checksum],
  );
  if (rows.length === 0) return false;
  await query('update warehouse_files set corrected = true where name = $1 and asked', [missing(number, number)]);
  return true;
}

/** The same file set aside again is no new question. What was recorded stays noted as recorded. */
export async function noteFile(
  query: Query,
  { name, number, checksum }: ReceivedFile,
  { refusal, reported, settled }: { refusal: string; reported: boolean; settled: boolean },
): Promise<void> {
  await query(
    `insert into warehouse_files (name, number, checksum, refusal, reported, settled) values ($1, $2, $3, $4, $5, $6)
     on conflict (name) do update set
       reported = excluded.reported or (warehouse_files.reported and warehouse_files.checksum = excluded.checksum),
       number = excluded.number, checksum = excluded.checksum, refusal = excluded.refusal,
       settled = warehouse_files.settled or excluded.settled, received_at = clock_timestamp()
     where warehouse_files.refusal is not null`,
    [name, number, checksum, refusal, reported, settled],
  );
}
