import type { Origin } from '../domain/names.js';
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
    readonly wms: Pick<WarehousePort, 'order'>;
  };
}

/** The origins in which the records know an order of this number. */
export async function originsOf(records: KnownOrders, number: string): Promise<Origin[]> {
  const rows = await Promise.all((['centra', 'sitoo'] as const).map((origin) => records.orders.order(origin, number)));
  return rows.filter((row) => row !== undefined).map((row) => row.origin);
}

/** Gathers the views of one order; a system that does not answer is named instead. Undefined when the records do not know it. */
export async function viewOrder(
  sources: OrderSources,
  origin: Origin,
  number: string,
  explain: (error: unknown) => string,
): Promise<OrderView | undefined> {
  const order = await sources.records.orders.order(origin, number);
  if (order === undefined) return undefined;
  const fulfilments = await sources.records.orders.fulfilments(origin, number);
  const [answer, systems] = await Promise.all([
    sources.story(order.workflowId).then(
      (story) => ({ story }),
      (error: unknown) => ({ storyProblem: explain(error) }),
    ),
    askSystems(sources.systems, order, fulfilments, explain),
  ]);
  return { order, fulfilments, ...answer, systems };
}

async function askSystems(
  systems: OrderSources['systems'],
  { origin, number }: OrderRow,
  fulfilments: readonly FulfilmentRow[],
  explain: (error: unknown) => string,
): Promise<SystemWord[]> {
  if (systems === undefined) return [];
  const { centra, sitoo, wms } = systems;
  const ask = async (
    system: SystemWord['system'],
    name: string,
    answer: () => Promise<string>,
  ): Promise<SystemWord> => {
    try {
      return { system, name, says: await answer() };
    } catch (error) {
      return { system, name, says: explain(error), failed: true };
    }
  };
  const atOrigin =
    origin === 'centra'
      ? ask('centra', number, async () => describeCentraOrder(await centra.order(Number(number))))
      : ask('sitoo', number, async () => describeSitooOrder((await sitoo.orders([Number(number)]))[0]));
  const below = fulfilments
    // A fulfilment of a till order that its own store hands over is the order itself, which is asked already.
    .filter((fulfilment) => fulfilment.system !== origin)
    .map((fulfilment) =>
      fulfilment.system === 'wms'
        ? ask('wms', fulfilment.name, async () => describeWarehouseOrder(await wms.order(fulfilment.name)))
        : ask('sitoo', fulfilment.name, async () => describeSitooOrder(await sitoo.orderByExternalId(fulfilment.name))),
    );
  return Promise.all([atOrigin, ...below]);
}
