import { z } from 'zod';
import { readFulfilmentName } from '../../../domain/names.js';
import type { Controls } from '../../simulators/control.js';
import { PURCHASE_STATUS } from '../../simulators/ongoing/purchases.js';
import { STATUS } from '../../simulators/ongoing/warehouse-state.js';

/** One order on the list of a store's or the warehouse's staff. */
export interface WorkItem {
  readonly system: 'sitoo' | 'wms';
  /** Our name of it there: `centra-10045-1`, `C10045-1`. */
  readonly name: string;
  readonly location?: string;
  /** How far staff have come with it. */
  readonly step: 'untouched' | 'begun' | 'picked' | 'rejected';
  readonly home: boolean;
  readonly lines: readonly {
    readonly rowNumber?: string | undefined;
    readonly sku: string;
    readonly quantity: number;
  }[];
}

const storeWork = z.object({
  orders: z.array(
    z.object({
      externalid: z.string().nullish(),
      location: z.string().nullish(),
      home: z.boolean(),
      readyForPickup: z.boolean(),
      rejected: z.boolean(),
      items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
    }),
  ),
});

const warehouseWork = z.object({
  orders: z.array(
    z.object({
      orderNumber: z.string(),
      status: z.number(),
      lines: z.array(z.object({ rowNumber: z.string(), sku: z.string(), ordered: z.number() })),
    }),
  ),
});

/** The work lists of stores and warehouse right now, our orders only. */
export async function readWork({ sitoo, wms }: Pick<Controls, 'sitoo' | 'wms'>): Promise<WorkItem[]> {
  const [stores, warehouse] = await Promise.all([sitoo.read('work', storeWork), wms.read('work', warehouseWork)]);
  const items: WorkItem[] = [];
  for (const { externalid, location, home, readyForPickup, rejected, items: lines } of stores.orders) {
    if (!externalid) continue;
    const step = rejected ? 'rejected' : readyForPickup ? 'picked' : 'untouched';
    items.push({ system: 'sitoo', name: externalid, ...(location ? { location } : {}), step, home, lines });
  }
  for (const { orderNumber, status, lines } of warehouse.orders) {
    const step = status >= STATUS.picked ? 'picked' : status >= STATUS.released ? 'begun' : 'untouched';
    items.push({
      system: 'wms',
      name: orderNumber,
      step,
      home: true,
      lines: lines.map(({ rowNumber, sku, ordered }) => ({ rowNumber, sku, quantity: ordered })),
    });
  }
  return items;
}

const inboundNotice = z.object({
  purchases: z.array(z.object({ purchaseOrderNumber: z.string(), status: z.number() })),
});

/** Names of the goods that were announced to the warehouse and have neither arrived nor been called off. */
export async function readExpectedPurchases({ wms }: Pick<Controls, 'wms'>): Promise<string[]> {
  const { purchases } = await wms.read('purchases', inboundNotice);
  return purchases.flatMap((p) => (p.status < PURCHASE_STATUS.received ? [p.purchaseOrderNumber] : []));
}

/** Whose order an item belongs to, as the day's script keys it; undefined when it is not ours. */
export function ownerOf(item: WorkItem, receiptOf: (orderid: number) => string | undefined): string | undefined {
  // A back order is named after its first order, with something appended.
  const name = readFulfilmentName(item.name.replace(/-B\d+$/, ''));
  if (name === undefined) return undefined;
  if (name.origin === 'centra') return webKey(name.orderNumber);
  const receipt = receiptOf(Number(name.orderNumber));
  return receipt === undefined ? undefined : tillKey(receipt);
}

export const webKey = (number: string | number): string => `centra ${number}`;
export const tillKey = (receipt: string): string => `receipt ${receipt}`;
