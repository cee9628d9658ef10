import { z } from 'zod';
import { onLine } from './csv.js';
import { parseFileName } from './file-names.js';
import type { IncomingRow, OutgoingKind } from './formats.js';
import type { Recording } from './recording.js';
import { storedOrder } from './stored-order.js';

type Row = IncomingRow<'confirmations'>;

/** What may be said of a file, by its kind. */
const RESULTS: Readonly<Record<OutgoingKind, readonly Row['result'][]>> = {
  orders: ['accepted', 'refused'],
  articles: ['accepted', 'refused'],
  inbound: ['accepted', 'refused'],
  cancellations: ['cancelled', 'too-late', 'unknown'],
};

interface Request {
  readonly kind: OutgoingKind;
  readonly subject: string;
  readonly detail: unknown;
  /** Whether no later file was about the same. */
  readonly is_latest: boolean;
}

/** What an article file of ours said. */
export const articleDetail = z.object({ name: z.string(), barcode: z.string(), active: z.boolean() });

/** What the warehouse has done with files of ours. */
export async function recordConfirmations(recording: Recording, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await recordOne(recording, row);
}

async function recordOne(recording: Recording, row: Row): Promise<void> {
  const { file, result, reason } = row;
  const name = parseFileName(file);
  const { rows } = await recording.query<Request>(
    `update warehouse_requests r set answer = $2, reason = $3, answered_at = clock_timestamp()
     where number = $1 and kind = $4
     returning kind, subject, detail, not exists (select from warehouse_requests later
       where later.kind = r.kind and later.subject = r.subject and later.number > r.number) as is_latest`,
    [name?.number ?? 0, result, reason ?? null, name?.kind ?? ''],
  );
  const request = rows[0];
  if (request === undefined) throw onLine(row, 'column file: Onepool did not write it.');
  const results = RESULTS[request.kind];
  if (!results.includes(result))
    throw onLine(row, `column result: a file of the kind ${request.kind} is answered ${results.join(' or ')}.`);
  // It is about the order, whichever file asked.
  if (request.kind === 'cancellations' && result === 'cancelled')
    return changeOrder(recording, request.subject, {
      from: ['open', 'error', 'working', 'picked'],
      stage: 'cancelled',
      status: 'cancelled',
    });
  // What was said of an earlier file says nothing of the one that replaced it.
  if (!request.is_latest) return;
  if (request.kind === 'orders' && result === 'refused')
    // The warehouse does not have it: whoever decides places it again under another name, or elsewhere.
    return changeOrder(recording, request.subject, {
      from: ['open'],
      stage: 'cancelled',
      status: reason ?? 'refused',
      ...(reason === undefined ? {} : { why: reason }),
    });
  if (request.kind === 'articles' && result === 'accepted') return recordArticle(recording, request);
  if (request.kind === 'inbound' && result === 'refused')
    await recording.query(
      "update file_warehouse_notices set status = 'cancelled' where name = $1 and status = 'open'",
      [request.subject],
    );
}

/**
 * Sets how an order stands, when it stands as one of `from`. What a file says of it stays against files of lower numbers that come
 * later; `number` is 0 when no file says it.
 */
export async function changeOrder(
  { query, number }: Recording,
  name: string,
  { from, ...now }: { from: readonly string[]; stage: 'cancelled'; status: string; why?: string },
): Promise<void> {
  const { rows } = await query<{ shown: unknown }>(
    'select shown from file_warehouse_orders where name = $1 for update',
    [name],
  );
  const order = rows[0] && storedOrder.parse(rows[0].shown);
  if (order === undefined || !from.includes(order.stage)) return;
  await query(
    `update file_warehouse_orders set shown = $2, as_of = greatest(as_of, $3::bigint), changed_at = clock_timestamp()
     where name = $1`,
    [name, JSON.stringify({ ...order, ...now }), number],
  );
}

async function recordArticle({ query }: Recording, { subject, detail }: Request): Promise<void> {
  const { name, barcode, active } = articleDetail.parse(detail);
  await query(
    `insert into file_warehouse_articles (sku, name, barcode, active) values ($1, $2, $3, $4)
     on conflict (sku) do update set name = excluded.name, barcode = excluded.barcode, active = excluded.active`,
    [subject, name, barcode, active],
  );
}
