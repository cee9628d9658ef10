import { parseUnits } from '../../domain/money.js';
import { rowOf } from '../answers-seen.js';
import { SystemProblem } from '../problem.js';
import type { WarningLog } from '../warning-log.js';
import { collection, JOURNAL_FIELDS, type JournalAnswer, journalAnswer, journalId } from './answers.js';
import { journalKind } from './codes.js';
import type { JournalRow, SitooPort, UnreadableRow } from './port.js';
import type { SitooTransport } from './transport.js';

const operation = 'GET warehousetransactions';

/** The stock journal of all warehouses: what a store holds is the sum of its rows. */
export function journalCalls(
  transport: SitooTransport,
  siteId: number,
  logger: WarningLog | undefined,
): Pick<SitooPort, 'journal' | 'newestJournalId'> {
  const call = {
    operation,
    method: 'GET',
    path: `sites/${siteId}/warehousetransactions.json`,
    lane: 'sales',
  } as const;
  return {
    async journal(fromId, num, unreadable) {
      const query = {
        warehousetransactionidfrom: fromId,
        sort: 'warehousetransactionid',
        num,
        fields: JOURNAL_FIELDS,
      };
      const { items } = await transport.send({ ...call, query }, collection(rowOf(journalAnswer)));
      assertAscending(items, fromId);
      return items.flatMap((row) => parseRow(row, unreadable, logger));
    },
    async newestJournalId() {
      const query = { sort: '-warehousetransactionid', num: 1, fields: ['warehousetransactionid'] };
      const { items } = await transport.send({ ...call, query }, collection(journalId));
      return items[0]?.warehousetransactionid ?? 0;
    },
  };
}

/** Sitoo sorts the newest first unless told otherwise: a page in that order would make the reader jump over rows. */
function assertAscending(items: readonly unknown[], fromId: number): void {
  let above = fromId - 1;
  for (const item of items) {
    const id = journalId.safeParse(item).data?.warehousetransactionid;
    if (id === undefined) throw unusable('a row without an id');
    if (id <= above) throw unusable(`row ${id} where one above ${above} was due`);
    above = id;
  }
}

function parseRow(item: unknown, unreadable: UnreadableRow | undefined, logger: WarningLog | undefined): JournalRow[] {
  const parsed = journalAnswer.safeParse(item);
  if (parsed.success) return [readRow(parsed.data, logger)];
  const id = journalId.parse(item).warehousetransactionid;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  const sentence = `Row ${id} of Sitoo's stock journal cannot be read (${where}).`;
  if (unreadable === undefined) throw malformed(sentence);
  unreadable({ id, sentence });
  return [];
}

function readRow(row: JournalAnswer, logger: WarningLog | undefined): JournalRow {
  const items = row.items.flatMap(({ sku, decimalquantity, decimaltotal }) => {
    const quantity = unitsOf(decimalquantity);
    if (!sku || quantity === undefined) {
      // Sold by weight or length, or of a deleted product: one such item must not hide the others.
      const facts = { transactionId: row.warehousetransactionid, warehouseId: row.warehouseid, sku, decimalquantity };
      logger?.warn(facts, 'an item of the Sitoo stock journal is not in whole units of a SKU and was left out');
      return [];
    }
    const totalAfter = decimaltotal ? unitsOf(decimaltotal) : undefined;
    return [{ sku, quantity, ...(totalAfter === undefined ? {} : { totalAfter }) }];
  });
  return {
    id: row.warehousetransactionid,
    warehouseId: row.warehouseid,
    kind: journalKind(row.transactiontype),
    createdAt: row.datecreated,
    ...(row.orderdeliveryid ? { deliveryId: row.orderdeliveryid } : {}),
    ...(row.shipmentid ? { shipmentId: row.shipmentid } : {}),
    items,
  };
}

function unitsOf(decimal: string): number | undefined {
  try {
    return parseUnits(decimal);
  } catch {
    return undefined;
  }
}

const unusable = (what: string) => malformed(`Sitoo's stock journal came with ${what}; reading on would lose rows.`);

const malformed = (sentence: string) =>
  new SystemProblem({ kind: 'malformed-answer', system: 'sitoo', operation, sentence });
