import { z } from 'zod';
import type { EventFeed } from './event-feed.js';
import { fits, type Match, within } from './filters.js';
import type { Limits } from './limits.js';
import type { Order } from './order.js';
import type { SimulatorState } from './state.js';
import { storeOf } from './stores.js';
import { centraTime, page, type Views } from './views.js';

interface Paging {
  limit?: number | null;
  page?: number | null;
}
interface OrdersArgs extends Paging {
  where?: {
    id?: string[];
    number?: number[];
    status?: string[];
    updatedAt?: { from?: string; to?: string };
    createdAt?: { from?: string; to?: string };
    storeType?: string;
    storeId?: number[];
    isOnHold?: boolean;
    isWaitingForPayment?: boolean;
  };
  sort?: string[];
}
interface SizesArgs extends Paging {
  where?: { id?: number[]; SKU?: Match; EAN?: Match; updatedAt?: { from?: string; to?: string } };
}

const paging = z.object({ limit: z.int().min(1).max(200).nullish(), page: z.int().min(1).nullish() });

/** The root fields of `Query`, over the state. A limit outside 1 to 200 is refused. */
export function createQueries(
  state: SimulatorState,
  views: Views,
  { feed, limits }: { readonly feed: EventFeed; readonly limits: Limits },
) {
  return {
    orders: (args: OrdersArgs) => {
      checkPaging(args);
      const newestFirst = args.sort?.[0] !== 'orderDate_ASC';
      const numbers = args.where?.number && [...new Set(args.where.number)];
      const byNumber = numbers?.flatMap((number) => state.orders.get(number) ?? []);
      const found = (byNumber ?? [...state.orders.values()]).filter((order) => matches(order, args.where ?? {}));
      found.sort((a, b) => (newestFirst ? -1 : 1) * (a.createdAt - b.createdAt || a.number - b.number));
      return page(found, args).map(views.order);
    },
    warehouses: (args: Paging & { where?: { id?: number[] } }) => {
      checkPaging(args);
      const ids = state.locations.map((l) => l.centraWarehouse).filter((id) => args.where?.id?.includes(id) ?? true);
      return page(
        ids.sort((a, b) => a - b),
        args,
      ).map(views.warehouse);
    },
    productSizes: (args: SizesArgs) => {
      checkPaging(args);
      const { id, SKU, EAN, updatedAt } = args.where ?? {};
      const changed = (sku: string) => !updatedAt || within(state.catalogue.bySku(sku)?.sizeAt ?? 0, updatedAt);
      const exact = SKU?.equals === undefined ? undefined : state.sizes.bySku(SKU.equals);
      const ids = id && new Set(id);
      const candidates = exact ? [exact] : ids ? [...ids].flatMap((i) => state.sizes.byId(i) ?? []) : state.sizes.all;
      return page(
        candidates.filter((s) => (!ids || ids.has(s.id)) && fits(SKU, s.SKU) && fits(EAN, s.EAN) && changed(s.SKU)),
        args,
      ).map((s) => views.size(s.SKU));
    },
    events: (args: Paging & { where?: { objectType?: string[] } }) => {
      checkPaging(args);
      return page(feed.oldest(args.where?.objectType), { limit: args.limit ?? null }).map((event) => ({
        ...event,
        createdAt: centraTime(event.createdAt),
      }));
    },
    eventListeners: () => feed.listeners(),
    rateLimits: () => limits.readings(Date.now()),
  };
}

function checkPaging(args: Paging): void {
  if (!paging.safeParse(args).success) throw new RangeError('Limit must be in range 1 - 200');
}

function matches(order: Order, where: NonNullable<OrdersArgs['where']>): boolean {
  return (
    (where.id?.includes(order.id) ?? true) &&
    (where.number?.includes(order.number) ?? true) &&
    (where.status?.includes(order.status) ?? true) &&
    (where.storeId?.includes(order.store) ?? true) &&
    (where.storeType ?? storeOf(order).type) === storeOf(order).type &&
    (where.isOnHold ?? order.isOnHold) === order.isOnHold &&
    where.isWaitingForPayment !== true &&
    within(order.updatedAt, where.updatedAt) &&
    within(order.createdAt, where.createdAt)
  );
}
