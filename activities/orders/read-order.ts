import { locationsOf } from '../../domain/locations.js';
import type { Origin } from '../../domain/names.js';
import { posOrderFacts, type TillOrderRead } from '../../domain/order/facts-from-till.js';
import { pickedSku, webOrderFacts } from '../../domain/order/facts-from-web.js';
import { unreadableFacts } from '../../domain/order/order-facts.js';
import type { NumberAt } from '../../domain/order/order-ref.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import type { Corrections } from '../../domain/order/settings.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { SkuKnowledge } from '../../domain/order/sku-knowledge.js';
import { isSentOn, tillShapeOf } from '../../domain/order/till-shape.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { type Keeper, keeperAt } from '../../domain/warehouse-systems.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import type { OrderReading } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { fingerprint } from './fingerprint.js';
import type { KnownSkus } from './known-skus.js';
import { type NameRecords, underNamesDownstream } from './names-downstream.js';
import { type DeliveriesToRead, tillDeliveries } from './till-deliveries.js';

/** How orders are read. */
export interface ReadingOptions {
  readonly corrections?: Corrections;
  /**
   * The only system that is asked about SKUs now, and must answer: whoever calls needs it alone, and waits for no other. Left
   * out, all are asked, and those that do not answer hold up nothing.
   */
  readonly askOnly?: Keeper;
  /** Till orders of which the deliveries are read now; left out: those of which they were never read and that can have left in part. */
  readonly readDeliveries?: DeliveriesToRead;
}

/**
 * Turns orders as read into readings for workflows, asking each fulfilling system once for all SKUs of the batch.
 * `readAt` is the moment before the read (epoch ms): a reading may be newer than it says, never older.
 */
export function orderReader(
  needs: Pick<Dependencies, 'brand' | 'log'> & {
    readonly sitoo: Pick<SitooPort, 'deliveries'>;
    readonly records?: NameRecords;
  },
  knownSkus: KnownSkus,
) {
  const { brand, log, records } = needs;
  const deliveries = tillDeliveries(needs);
  const settings = settingsFor(brand);
  const locations = locationsOf(brand);

  async function askAll(wanted: readonly { sku: string; location: string }[], askOnly?: Keeper) {
    const skusAt = new Map<Keeper, string[]>();
    for (const { sku, location } of wanted) {
      const keeper = keeperAt(brand, location);
      skusAt.set(keeper, [...(skusAt.get(keeper) ?? []), sku]);
    }
    const ask = (keeper: Keeper, skus: readonly string[]) => {
      if (askOnly === undefined) return knownSkus.check(keeper, skus);
      return keeper === askOnly ? knownSkus.insist(keeper, skus) : knownSkus.recall(keeper, skus);
    };
    const answers = new Map(
      await Promise.all([...skusAt].map(async ([keeper, skus]) => [keeper, await ask(keeper, skus)] as const)),
    );
    return (sku: string, location: string): SkuKnowledge =>
      answers.get(keeperAt(brand, location))?.(sku) ?? 'could-not-ask';
  }

  async function webReadings(
    placed: readonly WebOrder[],
    readAt: number,
    { corrections, askOnly }: ReadingOptions = {},
  ): Promise<OrderReading[]> {
    const orders = records ? await underNamesDownstream(records, placed) : placed;
    const knowledgeOf = await askAll(
      orders.flatMap((order) =>
        order.lines.flatMap((line) => {
          const chosen = corrections?.locations?.[line.id];
          const wanted = chosen ? [chosen] : line.allocations.map((a) => locations.byCentra(a.warehouse)?.id);
          const sku = pickedSku(line.sku, corrections);
          return wanted.filter((id) => id !== undefined).map((location) => ({ sku, location }));
        }),
      ),
      askOnly,
    );
    const context = { brand, knowledgeOf, readAt, fingerprint, ...(corrections ? { corrections } : {}) };
    return orders.map((order) => ({ facts: webOrderFacts(order, context), settings }));
  }

  async function posReadings(
    orders: readonly PosOrder[],
    readAt: number,
    { corrections, askOnly, readDeliveries = {} }: ReadingOptions = {},
  ): Promise<OrderReading[]> {
    const knowledgeOf = await askAll(
      orders.flatMap((order) => {
        const shape = tillShapeOf(order, brand);
        const from = isSentOn(shape) ? shape.from?.id : undefined;
        return order.items.flatMap((item) => {
          const location = corrections?.locations?.[item.itemId] ?? from;
          return location && item.sku !== '' ? [{ sku: pickedSku(item.sku, corrections), location }] : [];
        });
      }),
      askOnly,
    );
    const read: TillOrderRead[] = [];
    for (const order of orders) {
      checkpoint();
      read.push({ order, deliveries: await deliveries.of(order, readDeliveries) });
    }
    const context = { brand, knowledgeOf, readAt, fingerprint, ...(corrections ? { corrections } : {}) };
    return read.map((one) => ({ facts: posOrderFacts(one, context), settings }));
  }

  /** Gathers orders that a read passed over, as readings: each becomes a case instead of being lost or holding up others. */
  function collectUnreadable<O extends Origin>(origin: O): UnreadableOrders<O> {
    const readings: OrderReading[] = [];
    return {
      readings,
      note: ({ number, sentence }) => {
        if (number !== undefined)
          readings.push({ facts: unreadableFacts({ origin, number }, Date.now(), sentence), settings });
        else log.warn({ origin }, `An order without a readable number was passed over: ${sentence}`);
      },
    };
  }

  return { webReadings, posReadings, collectUnreadable, noteReported: deliveries.noteReported };
}

export type OrderReader = ReturnType<typeof orderReader>;

/** Orders that one read passed over. */
export interface UnreadableOrders<O extends Origin> {
  readonly readings: readonly OrderReading[];
  note(order: { readonly number?: NumberAt<O>; readonly sentence: string }): void;
}

/** The one of an order that was read alone. */
export function only<One>([reading]: readonly One[]): One {
  if (reading === undefined) throw new Error('An order that was read gave no reading.');
  return reading;
}
