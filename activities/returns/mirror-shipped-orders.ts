import { dayOf } from '../../domain/day.js';
import { followerWorkflowId } from '../../domain/followers.js';
import type { CentraOrderNumber } from '../../domain/ids.js';
import { hasFlow } from '../../domain/installation.js';
import { locationsOf } from '../../domain/locations.js';
import { sentOrderName } from '../../domain/names.js';
import { goodsOf } from '../../domain/order/line-kinds.js';
import { storeThatHandsOver, webOrderToPickUp } from '../../domain/order/transfer/web-order-to-pick-up.js';
import { webOrderToTillRecord } from '../../domain/order/transfer/web-order-to-till-record.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { FulfilmentRow, SentShipment } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { wake } from '../../workflows/messages.js';
import { openStandaloneCase } from '../cases/standalone-case.js';
import { checkpoint } from '../checkpoint.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { signalRunning } from '../signal-running.js';

/** Shipments mirrored in one round: they wait behind everything that a customer waits for. */
const PER_ROUND = 20;
/** A counterpart that is out of reach: the next round tries again. */
const TRIED_AGAIN: readonly SystemProblem['kind'][] = ['unreachable', 'throttled', 'unauthorised'];

const MADE_BY_HAND =
  'Someone made its shipment by hand in the web shop, and which of its goods a store has sold is not known.';

/**
 * What a shipment that somebody made by hand in the web shop counts as: goods of the warehouse, when no store has had a part in
 * the order. Of what a store has sent the tills have a sale of their own, and two would be returned twice.
 */
const sentByHand = (fulfilments: readonly FulfilmentRow[]): FulfilmentRow | undefined =>
  fulfilments.every(({ system }) => system === 'wms') ? fulfilments[0] : undefined;

/**
 * Mirrors what warehouses send of web orders to the tills, which could not take it back otherwise: it never passed one. It is
 * recorded when it is seen to have left, and mirrored without touching the stock of the tills. What goes to a store where its
 * customer collects it becomes an order of that store, which tells the customer when it has come and hands it over.
 */
export function shippedOrderMirror({
  brand,
  centra,
  sitoo,
  records,
  temporal,
  log,
}: Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'records' | 'temporal' | 'log'>) {
  async function mirror(sent: SentShipment, order: WebOrder | undefined): Promise<void> {
    const { orderNumber, shipment: id } = sent;
    const shipment = order?.shipments.find((s) => s.id === id);
    const fulfilments = await records.orders.fulfilments('centra', orderNumber);
    if (!order || !shipment) return records.returns.recordMirrored(sent, 'The web shop has no such shipment any more.');
    const goods = goodsOf(order, brand);
    const ours = fulfilments.find((f) => f.shipments.includes(id));
    // Services that were shipped alone are no goods that anybody could bring back.
    if (!ours && !shipment.lines.some(({ line }) => goods.lines.some((one) => one.id === line)))
      return records.returns.recordMirrored(sent);
    const fulfilment = ours ?? sentByHand(fulfilments);
    if (!fulfilment) {
      await askAboutUnknown(sent, order, MADE_BY_HAND);
      return records.returns.recordMirrored(sent, MADE_BY_HAND);
    }
    const name = sentOrderName(orderNumber, id);
    const store = storeThatHandsOver(order, brand);
    await runOnce(
      { brand, records },
      {
        key: `sent/${brand.brand}/${name}`,
        system: 'sitoo',
        // What is not collected is placed and then closed: an attempt may have ended between the two.
        lookUp: async () => {
          const found = await sitoo.orderByExternalId(name);
          if (found?.state === 'open' && store === undefined) await sitoo.closeOrder(found.orderId);
          return found?.orderId;
        },
        act: () =>
          store === undefined
            ? sitoo.placeSoldOrder(webOrderToTillRecord(goods, shipment, locationsOf(brand).get(fulfilment.location)))
            : sitoo.placeForPickUp(webOrderToPickUp(goods, shipment, store)),
      },
    );
    await records.returns.recordMirrored(sent);
  }

  /** One case for all shipments of a day that the tills do not take: what keeps one from them mostly keeps others too. */
  async function askAboutUnknown({ orderNumber }: SentShipment, order: WebOrder | undefined, why: string) {
    const day = dayOf(Date.now(), brand.timezone);
    const store = order && storeThatHandsOver(order, brand);
    const collected = store ? `, which its customer collects in ${store.name}` : '';
    await openStandaloneCase(
      { brand, temporal },
      {
        subject: `unknown-at-tills/${store ? `${store.id}/` : ''}${day}`,
        ...(store ? { location: store.id } : {}),
        problem: {
          code: 'return.unknown-at-tills',
          sentence: `The tills do not know shipments of ${day}, such as one of web order ${orderNumber}${collected}: ${why}`,
        },
        about: { kind: 'unknown-at-tills', day },
      },
      'list',
    );
  }

  return {
    /** Records what has left a warehouse among orders that were read, and wakes who makes it known to the tills. */
    async recordShipped(orders: readonly WebOrder[]): Promise<void> {
      if (!hasFlow(brand, 'shipped-orders-at-tills')) return;
      const mustBeKnown = (order: WebOrder): boolean =>
        brand.returns.webOrdersAtTills || storeThatHandsOver(order, brand) !== undefined;
      const left = orders
        .filter(mustBeKnown)
        .flatMap(({ number, shipments }) =>
          shipments.filter((s) => s.isShipped).map(({ id }) => ({ orderNumber: number, shipment: id })),
        );
      if (left.length === 0) return;
      await records.returns.recordSent(left);
      await signalRunning(temporal.workflow.getHandle(followerWorkflowId(brand.brand, 'shipped-orders')), wake);
    },

    /**
     * Mirrors what is recorded. What the shop or the tills refuse is passed over, and a person is asked about it: a return of
     * it is found all the same, once the till says whose goods they are. When one of them is out of reach, the next round goes on.
     * @returns whether there is more to mirror now
     * @throws SystemProblem when the shop or the tills are out of reach
     */
    async mirrorShippedOrders(): Promise<boolean> {
      const due = await records.returns.dueForTills(PER_ROUND);
      const orders = await readTogether(due);
      let failure: unknown;
      for (const sent of due) {
        checkpoint();
        try {
          await mirror(sent, orders.get(sent.orderNumber) ?? (await centra.order(sent.orderNumber, 'returns')));
        } catch (err) {
          const why = err instanceof Error ? err.message : String(err);
          log.warn(
            { order: sent.orderNumber, shipment: sent.shipment },
            `The shipment is not mirrored to the tills: ${why}`,
          );
          // Looked for again in a later round: the others need not wait for it.
          if (err instanceof SystemProblem && err.kind === 'unknown-outcome') continue;
          // Nobody can be asked now; what cannot be understood must not hold up the others.
          if (err instanceof SystemProblem && TRIED_AGAIN.includes(err.kind)) throw err;
          // Our own failure, such as a database that is away, says nothing about the tills: it is no refusal of theirs.
          if (!(err instanceof SystemProblem)) {
            failure ??= err;
            continue;
          }
          await askAboutUnknown(sent, orders.get(sent.orderNumber), why);
          await records.returns.recordMirrored(sent, why);
        }
      }
      if (failure !== undefined) throw failure;
      return due.length === PER_ROUND;
    },
  };

  /** Their orders in one read. One that it does not give is asked for by itself, which also says why. */
  async function readTogether(due: readonly SentShipment[]): Promise<ReadonlyMap<CentraOrderNumber, WebOrder>> {
    if (due.length === 0) return new Map();
    const numbers = due.map((sent) => sent.orderNumber);
    try {
      const orders = await centra.orders(numbers, 'returns', () => {});
      return new Map(orders.map((order) => [order.number, order]));
    } catch (err) {
      if (err instanceof SystemProblem) return new Map();
      throw err;
    }
  }
}

export type ShippedOrderMirror = ReturnType<typeof shippedOrderMirror>;
