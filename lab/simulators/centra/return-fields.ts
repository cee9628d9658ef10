import { z } from 'zod';
import type { ReturnCreateInput } from '../../../systems/centra/generated/documents.js';
import type { CreateReturn } from './mutation-inputs.js';
import { payload } from './payload.js';
import type { Later } from './payment.js';
import { within } from './product-queries.js';
import { refund } from './refund.js';
import { returnView } from './return-view.js';
import { completeReturn, createReturn, deleteReturn, type NewReturn } from './returns.js';
import { type Order, Refusal, type Return, type SimulatorState } from './state.js';
import { page, type Views } from './views.js';

interface ReturnsArgs {
  limit?: number | null;
  page?: number | null;
  where?: { id?: number[]; createdAt?: { from?: string; to?: string }; storeType?: string; customerId?: number[] };
}

const paging = z.object({ limit: z.int().min(1).max(200).nullish(), page: z.int().min(1).nullish() });

/** The root fields about returns, over the books. */
export function createReturnFields(books: SimulatorState, views: Views, later: Later) {
  const view = (order: Order, given: Return) => returnView(views, order, given);
  return {
    returns: (args: ReturnsArgs) => {
      if (!paging.safeParse(args).success) throw new RangeError('Limit must be in range 1 - 200');
      const { id, createdAt, storeType, customerId } = args.where ?? {};
      if (storeType === 'WHOLESALE') return [];
      const found = [...books.orders.values()].flatMap((order) =>
        (customerId?.includes(books.customers.idOf(order)) ?? true)
          ? order.returns.map((given) => ({ order, given }))
          : [],
      );
      const fits = found.filter(({ given }) => (id?.includes(given.id) ?? true) && within(given.createdAt, createdAt));
      // The contract names no order; newest first is the one that can shift pages while they are read.
      fits.sort((a, b) => b.given.id - a.given.id);
      return page(fits, args).map(({ order, given }) => view(order, given));
    },

    createReturn: ({ input }: CreateReturn) =>
      payload(() => {
        const { order, given } = createReturn(books, wishOf(input, books.currency));
        return { return: view(order, given) };
      }),

    completeReturn: ({ id }: { id: number }) =>
      payload(() => {
        const { order, given } = books.return(id);
        completeReturn(books, order, given);
        return { return: view(order, given) };
      }),

    deleteReturn: ({ id }: { id: number }) =>
      payload(() => {
        const { order, given } = books.return(id);
        deleteReturn(books, order, given);
        return { return: null };
      }),

    refundReturn: ({ id }: { id: number }) =>
      payload(
        () => {
          const { order, given } = books.return(id);
          const entry = views.paymentEntry(refund(books, order, given, later));
          books.touchedReturn(given, 'update');
          books.touched(order);
          return { return: view(order, given), paymentHistoryEntries: [entry], paymentHistoryEntry: entry };
        },
        { paymentHistoryEntries: [] },
      ),
  };
}

function wishOf(input: ReturnCreateInput, currency: string): NewReturn {
  const amount = (field: 'returnCost' | CostField, given: ReturnCreateInput['returnCost']): number | undefined => {
    if (given == null) return undefined;
    if (given.currencyIsoCode !== currency) throw new Refusal('Currency is not that of the order', ['input', field]);
    return Math.round(given.value * 100);
  };
  const cost = (field: CostField): number | 'fromShipment' | undefined => {
    const given = input[field];
    if (given == null) return undefined;
    if ((given.value != null) === (given.fromShipment === true))
      throw new Refusal('Exactly one input field should be provided', ['input', field]);
    return given.fromShipment ? 'fromShipment' : amount(field, given.value);
  };
  return {
    shipment: input.shipment.id ?? 0,
    lines: input.lines.map((l) => ({ shipmentLine: l.shipmentLine.id ?? 0, quantity: l.quantity })),
    stock: stockOf(input.returnStockActionPolicy),
    costs: {
      shipping: cost('shippingCost'),
      handling: cost('handlingCost'),
      voucher: cost('voucherValue'),
      returnCost: amount('returnCost', input.returnCost),
    },
    externalId: input.externalId ?? undefined,
    comment: input.comment ?? undefined,
  };
}

type CostField = 'shippingCost' | 'handlingCost' | 'voucherValue';

function stockOf(policy: ReturnCreateInput['returnStockActionPolicy']): NewReturn['stock'] {
  const { removeItemsFromStock, releaseItemsBackToWarehouse, sendItemsToDifferentWarehouse: to } = policy;
  const chosen: NewReturn['stock'][] = [
    ...(removeItemsFromStock ? [{ policy: 'removed' as const }] : []),
    ...(releaseItemsBackToWarehouse ? [{ policy: 'released' as const }] : []),
    ...(to ? [{ policy: 'moved' as const, warehouse: to.id ?? 0 }] : []),
  ];
  const [only, ...more] = chosen;
  if (!only || more.length > 0)
    throw new Refusal('Exactly one input field should be provided', ['input', 'returnStockActionPolicy']);
  return only;
}
