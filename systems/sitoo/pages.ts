import type { z } from 'zod';
import type { Lane } from '../rate-limits/port.js';
import { collection } from './answers.js';
import type { SitooCall } from './exchange.js';
import type { SitooTransport } from './transport.js';

/** Ids or SKUs in one filter: keeps the URL under 8 kB, which every proxy lets through. */
export const ASKED_AT_ONCE = 100;
/** Rows a page. 1,000 has been seen to work, the real maximum is not published. */
const PAGE = 500;

/** A filter is comma separated: a SKU with a comma, or none at all, would be asked for as something else. */
export const askable = (skus: readonly string[]): string[] => skus.filter((sku) => sku !== '' && !sku.includes(','));

/** Reads a whole collection, page by page, also when the server's pages are smaller than what we asked for. */
export async function readAll<T extends z.ZodType>(
  transport: SitooTransport,
  call: Omit<SitooCall, 'method'> & { lane: Lane },
  item: T,
): Promise<z.output<T>[]> {
  const rows: z.output<T>[] = [];
  for (;;) {
    const query = { ...call.query, start: rows.length, num: PAGE };
    const page = await transport.send({ ...call, method: 'GET', query }, collection(item));
    rows.push(...page.items);
    if (page.items.length === 0 || rows.length >= page.totalcount) return rows;
  }
}
