import { parse } from 'graphql';
import type { CentraWarehouseId } from '../../domain/ids.js';
import * as generated from '../../systems/centra/generated/documents.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { recordCalls } from '../../systems/centra/record-calls.js';
import { skuLookupDocument } from '../../systems/centra/sku-lookup.js';
import { textOf } from '../../systems/id-schemas.js';
import type { SentDocument } from './compare-schemas.js';

/** Calls that change something; they are made against nobody, to see what we would send. */
type Write =
  | 'createShipment'
  | 'captureShipment'
  | 'completeShipment'
  | 'cancelOrder'
  | 'cancelLines'
  | 'reallocate'
  | 'markShipmentPaid'
  | 'releaseAuthorisation'
  | 'createReturn'
  | 'completeReturn'
  | 'deleteReturn'
  | 'refundReturn'
  | 'changeStock'
  | 'listen'
  | 'listenToProducts'
  | 'confirmEvents';
/** What asks Centra nothing, and the schema, which the probe asks for by itself. */
type Other = 'allowances' | 'clockSkewMs' | 'notes' | 'schema' | 'tokenExpiresAtMs';
type Read = Exclude<keyof CentraPort, Write | Other>;

/** What earlier reads found, for later ones. */
export interface CentraFound {
  readonly warehouses: Awaited<ReturnType<CentraPort['warehouses']>>;
  readonly skus: readonly string[];
  readonly orders: Awaited<ReturnType<CentraPort['changedOrders']>>['orders'];
  /** ISO: what changed since then is read. */
  readonly from: string;
  /** Takes note of a row that its reader refuses. */
  readonly unreadable: () => void;
}

/** How many of each a probe reads at the most: enough to see every field, little beside the budgets. */
const SAMPLE = 20;

/** One page of everything that we read. A reader that is missing here does not compile. */
export const CENTRA_READS: {
  readonly [Name in Read]: (centra: CentraPort, found: CentraFound) => Promise<unknown>;
} = {
  warehouses: (centra) => centra.warehouses(),
  rateLimits: (centra) => centra.rateLimits(),
  productPage: (centra) => centra.productPage(0),
  pricePage: (centra) => centra.pricePage(0),
  campaignPage: (centra) => centra.campaignPage(0),
  changedPage: async (centra, { from }) => {
    for (const list of ['products', 'sizes', 'prices'] as const) await centra.changedPage(from, { list, start: 0 });
  },
  changedOrders: (centra, { from, unreadable }) => centra.changedOrders({ from, start: 0, lane: 'bulk' }, unreadable),
  changedGoods: (centra, { from, unreadable }) => centra.changedGoods({ from, start: 0, lane: 'bulk' }, unreadable),
  order: async (centra, { orders }) => {
    for (const { number } of orders.slice(0, 1)) await centra.order(number, 'bulk');
  },
  orders: (centra, { orders, unreadable }) =>
    centra.orders(
      orders.slice(0, SAMPLE).map(({ number }) => number),
      'bulk',
      unreadable,
    ),
  returnsOf: async (centra, { orders }) => {
    const shipped = orders.filter(({ lines }) => lines.some(({ returnedQuantity }) => returnedQuantity > 0));
    for (const { number } of [...shipped, ...orders].slice(0, 3)) await centra.returnsOf(number, 'bulk');
  },
  knownSkus: (centra, { skus }) => centra.knownSkus(skus),
  stockOffsets: (centra, { skus }) => centra.stockOffsets(skus),
  freeToAllocate: async (centra, { warehouses, skus }) => {
    for (const { id } of warehouses.slice(0, 2)) await centra.freeToAllocate(id, skus);
  },
  physicalStock: async (centra, { warehouses, skus }) => {
    for (const { id } of warehouses.slice(0, 2)) await centra.physicalStock(id, skus);
  },
  stockChanges: (centra, { warehouses }) =>
    centra.stockChanges(
      warehouses.slice(0, SAMPLE).map(({ id }) => id),
      { limit: SAMPLE, page: 1, lane: 'bulk' },
    ),
  stockChangeNamed: async (centra, { warehouses }) => {
    for (const { id } of warehouses.slice(0, 1)) await centra.stockChangeNamed(id, 'onepool');
  },
  stockChangeLines: async (centra, { warehouses }) => {
    const ids = warehouses.slice(0, SAMPLE).map(({ id }) => id);
    const [change] = await centra.stockChanges(ids, { limit: 1, page: 1, lane: 'bulk' });
    if (change) await centra.stockChangeLines(change.warehouse, [change.id], 'bulk');
  },
  events: (centra) => centra.events(),
};

const WAREHOUSES = { target: 1 as CentraWarehouseId, source: 2 as CentraWarehouseId };

/** Everything that we send, in its widest and its narrowest form. A change that is missing here does not compile. */
const CENTRA_WRITES: { readonly [Name in Write]: (centra: CentraPort) => readonly (() => Promise<unknown>)[] } = {
  createShipment: (centra) => [
    () => centra.createShipment({ order: textOf(1), lines: [{ line: textOf(1), quantity: 1 }] }),
  ],
  captureShipment: (centra) => [() => centra.captureShipment(textOf(1))],
  completeShipment: (centra) => [
    () => centra.completeShipment({ id: textOf(1) }),
    () =>
      centra.completeShipment({
        id: textOf(1),
        carrier: 'a',
        service: 'a',
        trackingNumber: 'a',
        packages: 2,
        shippedAt: '2026-01-02T03:04:05Z',
      }),
  ],
  cancelOrder: (centra) => [() => centra.cancelOrder(textOf(1), 'a')],
  cancelLines: (centra) =>
    [true, false].map(
      (removeFromStock) => () =>
        centra.cancelLines({
          order: textOf(1),
          lines: [{ line: textOf(1), quantity: 1 }],
          comment: 'a',
          removeFromStock,
        }),
    ),
  reallocate: (centra) => [
    () =>
      centra.reallocate({
        order: textOf(1),
        lines: [{ line: textOf(1), quantity: 1 }],
        toWarehouse: WAREHOUSES.target,
      }),
    () =>
      centra.reallocate({
        order: textOf(1),
        lines: [{ line: textOf(1), quantity: 1 }],
        toWarehouse: WAREHOUSES.target,
        fromWarehouse: WAREHOUSES.source,
      }),
  ],
  markShipmentPaid: (centra) => [() => centra.markShipmentPaid(textOf(1))],
  releaseAuthorisation: (centra) => [() => centra.releaseAuthorisation(textOf(1))],
  createReturn: (centra) => {
    const narrow = {
      shipment: textOf<never>(1),
      lines: [{ shipmentLine: textOf<never>(1), quantity: 1 }],
      externalId: 'a',
      comment: 'a',
      currency: 'SEK',
    };
    const costs = { returnCostMinor: 1250, shippingCostMinor: 1250, handlingCostMinor: 1250 };
    return [
      () => centra.createReturn({ ...narrow, stock: 'remove' }),
      () => centra.createReturn({ ...narrow, ...costs, voucher: 1250, stock: { toWarehouse: WAREHOUSES.target } }),
      () => centra.createReturn({ ...narrow, voucher: 'fromShipment', stock: 'remove' }),
    ];
  },
  completeReturn: (centra) => [() => centra.completeReturn(textOf(1))],
  deleteReturn: (centra) => [() => centra.deleteReturn(textOf(1))],
  refundReturn: (centra) => [() => centra.refundReturn(textOf(1))],
  changeStock: (centra) =>
    (['in', 'out'] as const).map(
      (direction) => () =>
        centra.changeStock({
          warehouse: WAREHOUSES.target,
          direction,
          reference: 'a',
          lines: [{ sku: 'a', quantity: 1 }],
        }),
    ),
  listen: (centra) => [() => centra.listen()],
  listenToProducts: (centra) => [() => centra.listenToProducts()],
  confirmEvents: (centra) => [() => centra.confirmEvents([1])],
};

/** Every document that we send, with the variables that our adapter makes of the calls above. Nothing leaves this process. */
export async function sentDocuments(): Promise<SentDocument[]> {
  const { centra, calls: recorded } = recordCalls(answerTo);
  const calls = Object.values(CENTRA_WRITES).flatMap((callsOf) => callsOf(centra));
  // What comes back is no real answer: only what was sent matters.
  for (const call of calls) await call().catch(() => {});
  const texts = new Map<string, string>(
    Object.entries(generated).flatMap(([name, document]): [string, string][] =>
      document instanceof generated.TypedDocumentString && !name.endsWith('FragmentDoc')
        ? [[document.toString(), name.replace(/Document$/, '')]]
        : [],
    ),
  );
  texts.set(skuLookupDocument(1).toString(), 'SizesBySku');
  return [...texts].map(([text, name]) => ({
    name,
    document: parse(text),
    variables: recorded.filter((call) => call.document === text).map((call) => call.variables),
  }));
}

/** Enough for a change that reads first: units of one line in two warehouses. */
function answerTo(operation: string): object {
  if (operation !== 'orders') return { [operation]: { userErrors: [], userWarnings: [] } };
  const allocations = [1, 2].map((n) => ({ id: n, quantity: 1, warehouse: { id: n } }));
  return { orders: [{ number: 1, lines: [{ id: 1, quantity: 2, allocations }], shipments: [] }] };
}
