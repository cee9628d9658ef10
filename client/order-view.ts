import { type OrderNumber, parseId } from '../domain/ids.js';
import { tillOrderNumber, webOrderNumber } from '../domain/order/order-ref.js';
import type { CentraPort } from '../systems/centra/port.js';
import type { FulfilmentRow, OrderRow, OrderStore } from '../systems/database/port.js';
import type { SitooPort } from '../systems/sitoo/port.js';
import type { WarehousePort } from '../systems/warehouse-port.js';
import type { Story } from '../workflows/messages.js';
import { describeCentraOrder, describeSitooOrder, describeWarehouseOrder } from './system-names.js';

/** The state of an order or a fulfilment in one system, or why the system does not answer. No personal data. */
export interface SystemWord {
  readonly system: 'centra' | 'sitoo' | 'wms';
  /** The name by which the system knows it. */
  readonly name: string;
  readonly says: string;
  readonly failed?: true;
}

/** One order as every system sees it. */
export interface OrderView {
  readonly order: OrderRow;
  readonly fulfilments: readonly FulfilmentRow[];
  readonly story?: Story;
  /** Why there is no story. */
  readonly storyProblem?: string;
  readonly systems: readonly SystemWord[];
}

/** What is read from the records. */
export interface KnownOrders {
  readonly orders: Pick<OrderStore, 'order' | 'fulfilments'>;
}

export interface OrderSources {
  readonly records: KnownOrders;
  /** Asks the order's process for its story. @throws with a sentence */
  readonly story: (workflowId: string) => Promise<Story>;
  readonly systems?: {
    readonly centra: Pick<CentraPort, 'order'>;
    readonly sitoo: Pick<SitooPort, 'orders' | 'orderByExternalId'>;
    /** The warehouse system that a location is in. */
    readonly warehouseAt: (location: string) => Pick<WarehousePort, 'order'>;
  };
}

/** What a text names as an order in each origin, where the records know it. */
export async function ordersNamed(records: KnownOrders, text: string): Promise<OrderRow[]> {
  const number = parseId<OrderNumber>(text);
  if (number === undefined) return [];
  const rows = await Promise.all((['centra', 'sitoo'] as const).map((origin) => records.orders.order(origin, number)));
  return rows.filter((row) => row !== undefined);
}

/** Gathers the views of one order; a system that does not answer is named instead. */
export async function viewOrder(
  sources: OrderSources,
  order: OrderRow,
  explain: (error: unknown) => string,
): Promise<OrderView> {
  const fulfilments = await sources.records.orders.fulfilments(order.origin, order.number);
  const [answer, systems] = await Promise.all([
    sources.story(order.workflowId).then(
      (story) => ({ story }),
      (error: unknown) => ({ storyProblem: explain(error) }),
    ),
    sources.systems ? Promise.all(questionsTo(sources.systems, order, fulfilments).map(ask(explain))) : [],
  ]);
  return { order, fulfilments, ...answer, systems };
}

interface Question extends Pick<SystemWord, 'system' | 'name'> {
  readonly answer: () => Promise<string>;
}

function questionsTo(
  { centra, sitoo, warehouseAt }: NonNullable<OrderSources['systems']>,
  order: OrderRow,
  fulfilments: readonly FulfilmentRow[],
): Question[] {
  const { origin, number } = order;
  const atOrigin: Question = {
    system: origin,
    name: number,
    answer: async () =>
      origin === 'centra'
        ? describeCentraOrder(await centra.order(webOrderNumber(order)))
        : describeSitooOrder((await sitoo.orders([tillOrderNumber(order)]))[0]),
  };
  return [
    atOrigin,
    ...fulfilments
      // A fulfilment of a till order that its own store hands over is the order itself, which is asked already.
      .filter(({ system }) => system !== origin)
      .map(({ system, name, location }) => ({
        system,
        name,
        answer: async () =>
          system === 'wms'
            ? describeWarehouseOrder(await warehouseAt(location).order(name))
            : describeSitooOrder(await sitoo.orderByExternalId(name)),
      })),
  ];
}

const ask =
  (explain: (error: unknown) => string) =>
  async ({ system, name, answer }: Question): Promise<SystemWord> => {
    try {
      return { system, name, says: await answer() };
    } catch (error) {
      return { system, name, says: explain(error), failed: true };
    }
  };
