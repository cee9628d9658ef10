import { scaled } from '../../domain/brand.js';
import { chunk } from '../../domain/chunk.js';
import { orderWorkflowId } from '../../domain/names.js';
import type { OrderRef } from '../../domain/order/order-ref.js';
import { type Claimant, chooseOrdersToNotify } from '../../domain/stock/allocation-loss.js';
import type { Shortage } from '../../domain/stock/shortage.js';
import type { OrderStore } from '../../systems/database/port.js';
import type { StockShortages } from '../../systems/database/stock-port.js';
import { type StockShort, stockShort } from '../../workflows/messages.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { signalRunning } from '../signal-running.js';

/** A message may come before the order has a fulfilment that it fits: an order that keeps its claim is notified again after this. */
const AGAIN_AFTER_MS = 60_000;
const AGAIN_AFTER_AT_LEAST_MS = 500;
/**
 * SKUs of which orders are told, and that are recorded as told, before the next ones: a pass that is cut off keeps what it told.
 * Far below the two megabytes that Temporal takes in a message, and more than most orders have lines.
 */
const SKUS_AT_ONCE = 1_000;

type Needs = Pick<Dependencies, 'brand' | 'temporal'> & {
  readonly records: {
    readonly stockShortages: StockShortages;
    readonly orders: Pick<OrderStore, 'fulfilments'>;
  };
};

/**
 * Notifies orders that a location holds less than it has promised, newest orders first, and again when it holds enough.
 * Notifications are recorded after they are sent, so after a crash in between an order gets one twice.
 */
export function shortageNotifier({ brand, records, temporal }: Needs) {
  const { stockShortages, orders } = records;

  const workflowOf = ({ origin, number }: OrderRef) =>
    temporal.workflow.getHandle(orderWorkflowId(brand.brand, origin, number));

  /** Goods that were picked are no longer on the shelf for another order: their order keeps them. */
  async function canRelease({ origin, number }: Claimant, location: string): Promise<boolean> {
    const fulfilments = (await orders.fulfilments(origin, number)).filter((one) => one.location === location);
    return fulfilments.length === 0 || fulfilments.some(({ stage }) => stage === 'placed' || stage === 'planned');
  }

  async function chosenOf({ location, short, claims }: Shortage): Promise<readonly OrderRef[]> {
    const releasable = [];
    for (const claim of claims) {
      checkpoint();
      if (await canRelease(claim, location)) releasable.push(claim);
    }
    return chooseOrdersToNotify(releasable, short);
  }

  /** One message to each order. One that has ended claims nothing any more. */
  async function send(news: readonly News[]): Promise<void> {
    const byOrder = new Map<string, { readonly order: OrderRef; readonly news: StockShort[] }>();
    for (const { about, orders: told } of news)
      for (const order of told) {
        const key = `${order.origin}/${order.number}`;
        const known = byOrder.get(key);
        if (known) known.news.push(about);
        else byOrder.set(key, { order, news: [about] });
      }
    for (const { order, news: all } of byOrder.values()) {
      checkpoint();
      await signalRunning(workflowOf(order), stockShort, all);
    }
  }

  async function record(news: readonly News[]): Promise<void> {
    for (const { about, orders: told } of news) {
      checkpoint();
      const { units, ...key } = about;
      if (units > 0) await stockShortages.recordNotified(key, told);
      else await stockShortages.close(key);
    }
  }

  return async (): Promise<void> => {
    const againAfterMs = Math.max(AGAIN_AFTER_AT_LEAST_MS, scaled(brand, AGAIN_AFTER_MS));
    const short = (await stockShortages.current({ againAfterMs })).map((shortage) => async (): Promise<News> => {
      const { location, sku, short: units } = shortage;
      return { about: { location, sku, units }, orders: await chosenOf(shortage) };
    });
    const covered = (await stockShortages.relieved()).map(({ location, sku, notified }) => async (): Promise<News> => {
      return { about: { location, sku, units: 0 }, orders: notified };
    });
    for (const some of chunk([...short, ...covered], SKUS_AT_ONCE)) {
      const news: News[] = [];
      for (const read of some) {
        checkpoint();
        news.push(await read());
      }
      await send(news);
      await record(news);
    }
  };
}

/** What some orders have to learn of one SKU at one location. */
interface News {
  readonly about: StockShort;
  readonly orders: readonly OrderRef[];
}

export type ShortageNotifier = ReturnType<typeof shortageNotifier>;
