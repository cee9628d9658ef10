import { z } from 'zod';
import { moneyFromNumber } from '../../../domain/money.js';
import type { ReturnCreateInput } from '../../../systems/centra/generated/documents.js';
import { within } from './filters.js';
import type { CreateReturn } from './mutation-inputs.js';
import type { Order, Return } from './order.js';
import { payload } from './payload.js';
import { refund } from './refund.js';
import { Refusal } from './refusal.js';
import { returnView } from './return-view.js';
import { completeReturn, createReturn, deleteReturn, type NewReturn } from './returns.js';
import type { SimulatorState } from './state.js';
import { page, type Views } from './views.js';

interface ReturnsArgs {
  limit?: number | null;
  page?: number | null;
  where?: {
    id?: number[];
    createdAt?: { from?: string; to?: string };
    storeType?: string;
    storeId?: number[];
    customerId?: number[];
    orderId?: string[];
    orderNumber?: number[];
    shipmentId?: number[];
    externalId?: string[];
  };
}

const paging = z.object({ limit: z.int().min(1).max(200).nullish(), page: z.int().min(1).nullish() });

/** The root fields about returns, over the state. */
export function createReturnFields(state: SimulatorState, views: Views) {
  const view = (order: Order, ret: Return) => returnView(views, order, ret);
  return {
    returns: (args: ReturnsArgs) => {
      if (!paging.safeParse(args).success) throw new RangeError('Limit must be in range 1 - 200');
      const where = args.where ?? {};
      if (where.storeType === 'WHOLESALE') return [];
      const orders = where.orderNumber?.flatMap((number) => state.orders.get(number) ?? []) ?? [
        ...state.orders.values(),
      ];
      const fits = orders
        .filter(
          (order) =>
            (where.customerId?.includes(state.customers.idOf(order)) ?? true) &&
            (where.orderId?.includes(order.id) ?? true) &&
            (where.storeId?.includes(order.store) ?? true),
        )
        .flatMap((order) => order.returns.map((ret) => ({ order, ret })))
        .filter(
          ({ ret }) =>
            (where.id?.includes(ret.id) ?? true) &&
            (where.shipmentId?.includes(ret.shipment) ?? true) &&
            (where.externalId?.includes(ret.externalId ?? '') ?? true) &&
            within(ret.createdAt, where.createdAt),
        );
      // The contract names no order; newest first is the one that can shift pages while they are read.
      fits.sort((a, b) => b.ret.id - a.ret.id);
      return page(fits, args).map(({ order, ret }) => view(order, ret));
    },

    createReturn: ({ input }: CreateReturn) =>
      payload(() => {
        const { order, ret } = createReturn(state, newReturnOf(input, state.currency));
        return { return: view(order, ret) };
      }),

    completeReturn: ({ id, input }: { id: number; input: { sendEmail?: boolean | null } }) =>
      payload(() => {
        const { order, ret } = state.return(id);
        completeReturn(state, order, ret);
        ret.emailAsked = input.sendEmail === true;
        return { return: view(order, ret) };
      }),

    deleteReturn: ({ id }: { id: number }) =>
      payload(() => {
        const { order, ret } = state.return(id);
        deleteReturn(state, order, ret);
        return { return: null };
      }),

    refundReturn: ({ id }: { id: number }) =>
      payload(
        () => {
          const { order, ret } = state.return(id);
          const entry = views.paymentEntry(refund(state, order, ret));
          state.touchedReturn(ret, 'update');
          state.touched(order);
          return { return: view(order, ret), paymentHistoryEntries: [entry], paymentHistoryEntry: entry };
        },
        { paymentHistoryEntries: [] },
      ),
  };
}

function newReturnOf(input: ReturnCreateInput, currency: string): NewReturn {
  const toMinor = (field: 'returnCost' | CostField, value: ReturnCreateInput['returnCost']): number | undefined => {
    if (value == null) return undefined;
    if (value.currencyIsoCode !== currency) throw new Refusal('Currency is not that of the order', ['input', field]);
    return moneyFromNumber(value.value, currency).minor;
  };
  const cost = (field: CostField): number | 'fromShipment' | undefined => {
    const wanted = input[field];
    if (wanted == null) return undefined;
    if ((wanted.value != null) === (wanted.fromShipment === true))
      throw new Refusal('Exactly one input field should be provided', ['input', field]);
    return wanted.fromShipment ? 'fromShipment' : toMinor(field, wanted.value);
  };
  return {
    shipment: input.shipment.id ?? 0,
    lines: input.lines.map((l) => ({ shipmentLine: l.shipmentLine.id ?? 0, quantity: l.quantity })),
    stock: stockOf(input.returnStockActionPolicy),
    costs: {
      shipping: cost('shippingCost'),
      handling: cost('handlingCost'),
      voucher: cost('voucherValue'),
      returnCost: toMinor('returnCost', input.returnCost),
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
