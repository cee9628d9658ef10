import type { z } from 'zod';
import type { Lane } from '../rate-limits/port.js';
import { collection } from './answers.js';
import type { SitooCall } from './exchange.js';
import type { SitooTransport } from './transport.js';

/** Ids or SKUs in one filter: keeps the URL under 8 kB, which every proxy lets through. */
export const ASKED_AT_ONCE = 100;
/** Rows a page. 1,000 has been seen to work, the real maximum is not published. */
export const PAGE = 500;

/** A filter is comma separated: a SKU with a comma, or none at all, would be asked for as something else. */
export const askable = (skus: readonly string[]): string[] => skus.filter((sku) => sku !== '' && !sku.includes(','));

type ReadCall = Omit<SitooCall, 'method'> & { readonly lane: Lane };

/** Reads one page of a collection. `next`: where the page after it begins; left out on the last. */
export async function readPage<T extends z.ZodType>(
  transport: SitooTransport,
  { start, ...call }: ReadCall & { readonly start: number },
  item: T,
): Promise<{ readonly items: z.output<T>[]; readonly next?: number }> {
  const query = { ...call.query, start, num: PAGE };
  const { items, totalcount } = await transport.send({ ...call, method: 'GET', query }, collection(item));
  // The server's pages may be smaller than what we asked for.
  const next = start + items.length;
  return items.length === 0 || next >= totalcount ? { items } : { items, next };
}

/** Reads a whole collection, page by page. */
export async function readAll<T extends z.ZodType>(
  transport: SitooTransport,
  call: ReadCall,
  item: T,
): Promise<z.output<T>[]> {
  const rows: z.output<T>[] = [];
  for (let start: number | undefined = 0; start !== undefined; ) {
    const page: Awaited<ReturnType<typeof readPage<T>>> = await readPage(transport, { ...call, start }, item);
    rows.push(...page.items);
    start = page.next;
  }
  return rows;
}
