import type { Database } from '../database/database.js';
import { fileName } from './file-names.js';
import { noteFile } from './files-received.js';
import type { OutgoingKind } from './formats.js';
import { changeOrder } from './record-confirmations.js';

interface Overdue {
  readonly number: string;
  readonly kind: OutgoingKind;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const inWords = (ms: number): string =>
  ms >= DAY_MS ? `${Math.round(ms / DAY_MS)} days` : `${Math.round(ms / HOUR_MS)} hours`;

/** Files of ours that the warehouse leaves unanswered: they hold names and addresses, and must not lie for ever. */
export function unansweredRequests({ query: read, transaction }: Pick<Database, 'query' | 'transaction'>) {
  return {
    /** People are asked once about each: those that are found together are one question. */
    async ask({ afterMs, keepMs }: { readonly afterMs: number; readonly keepMs: number }): Promise<void> {
      await transaction(async (query) => {
        const { rows } = await query<Overdue & { [column: string]: unknown }>(
          `update warehouse_requests set asked_at = clock_timestamp()
           where answered_at is null and asked_at is null and written_at < clock_timestamp() - $1 * interval '1 millisecond'
           returning number, kind`,
          [afterMs],
        );
        const names = rows.map(({ number, kind }) => fileName(Number(number), kind)).sort();
        const [first] = names;
        if (first === undefined) return;
        const what =
          names.length === 1
            ? `The file ${first} of Onepool has`
            : `${names.length} files of Onepool, the first ${first}, have`;
        const refusal = `${what} had no answer of the warehouse for more than ${inWords(afterMs)}. Ask it whether it takes and confirms files. What is not answered within ${inWords(keepMs)} is given up, and its file removed.`;
        const file = { name: `no answer to ${first}`, number: 0, kind: '', checksum: first };
        await noteFile(query, file, { refusal, reported: false, settled: true });
      });
    },

    /** Which of our files were written within this time, by our own clock: what a server says of a file may be wrong, or nothing. */
    async writtenWithin(ms: number, numbers: readonly number[]): Promise<ReadonlySet<number>> {
      const { rows } = await read<{ number: string }>(
        `select number from warehouse_requests where number = any($1)
           and coalesce(written_at, numbered_at) >= clock_timestamp() - $2 * interval '1 millisecond'`,
        [numbers, ms],
      );
      return new Set(rows.map(({ number }) => Number(number)));
    },

    /**
     * Gives up files with these numbers, and all that were written so long ago. The warehouse
     * does not have an order that was given up: it counts as one that it refused.
     */
    async giveUp(numbers: readonly number[], keepMs: number): Promise<void> {
      await transaction(async (query) => {
        const { rows } = await query<{ subject: string }>(
          `with expired as (
             update warehouse_requests set answer = 'expired', answered_at = clock_timestamp()
             where answered_at is null
               and (number = any($1) or written_at < clock_timestamp() - $2 * interval '1 millisecond')
             returning kind, subject, number
           )
           select distinct subject from expired e where kind = 'orders' and not exists
             (select from warehouse_requests later
              where later.kind = e.kind and later.subject = e.subject and later.number > e.number)`,
          [numbers, keepMs],
        );
        const why = `not answered within ${inWords(keepMs)}`;
        for (const { subject } of rows)
          await changeOrder({ query, number: 0 }, subject, { from: ['open'], stage: 'cancelled', status: why, why });
      });
    },
  };
}

export type Unanswered = ReturnType<typeof unansweredRequests>;
