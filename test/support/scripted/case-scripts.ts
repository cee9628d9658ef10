import type { Answer, CaseCode } from '../../../domain/cases/catalogue.js';
import type { OrderFacts } from '../../../domain/order/order-facts.js';
import { asId, sitooWarehouse } from '../ids.js';
import { breakContract, refuse, type Script, throttle } from './scripted-worker.js';
import {
  afterPlacing,
  answering,
  ERROR_IN_WAREHOUSE,
  inWarehouse,
  line,
  ofOrder,
  ofReturn,
  order,
  overdue,
  PACE,
  PAID_BY_SHOP,
  progress,
  RETURN_SETTINGS,
  reading,
  refund,
  rejected,
  sent,
  standalone,
  tillOrder,
  valuedLess,
  WAITING_ORDERS,
} from './scripts.js';

const withProblem = (changes: Partial<OrderFacts>): Script => ofOrder({}, undefined, order(changes));
const inDc = order({ lines: [inWarehouse] });
const oneOfTwo = (stage: 'sent' | 'cancelled') =>
  progress({
    stage,
    final: true,
    parcels: stage === 'sent' ? [{ ref: 'p1', lines: [{ line: asId<never>('11'), quantity: 1 }], packages: 1 }] : [],
    picked: stage === 'sent' ? [{ line: asId('11'), quantity: 1 }] : [],
  });
const required = (state: string): Script => {
  const script = WAITING_ORDERS[state];
  if (!script) throw new Error(`no order waits in ${state}`);
  return script;
};
const withPlanProblem = (code: CaseCode): Script =>
  ofReturn({
    prepareReturn: () => ({
      returns: [{ name: 'sitoo-900', shipment: 1, condition: 'resellable', lines: [] }],
      costs: {},
      paidMinor: 100,
      mayShipYet: false,
      problems: [{ code, sentence: 'It does not fit.' }],
    }),
  });
const aboutProduct = (code: CaseCode): Script =>
  standalone({ kind: 'product', divergence: 'missing', system: 'sitoo', sku: 'TEE' }, async () => {}, code);
const aboutStock = (code: CaseCode): Script =>
  standalone({ kind: 'stock-refused', target: 'centra', location: 'store-01', sku: 'TEE' }, async () => {}, code);
const idle = async (): Promise<void> => {};
/** How a process comes to each case of the catalogue. A code without a row fails the test of answers. */
export const CASE_SCRIPTS: Readonly<Record<CaseCode, Script>> = {
  'order.unreadable': withProblem({ unreadable: 'It breaks the contract.' }),
  'order.unknown-sku': withProblem({ lines: [line({ knowledge: 'unknown' })] }),
  'order.missing-courier': withProblem({ courier: '' }),
  'order.missing-gift-message': withProblem({ gift: { requested: true, messagePresent: false } }),
  'order.missing-address': withProblem({ addressMissing: ['street'] }),
  'order.missing-attribute': withProblem({ attributesMissing: ['a.b'] }),
  'order.invalid-quantity': withProblem({ lines: [line({ quantity: -1 })] }),
  'order.row-without-sku': withProblem({ rowsWithoutSku: [asId<never>('3')] }),
  'order.totals-mismatch': withProblem({ addsUpToMinor: 90 }),
  'order.currency-mismatch': withProblem({ currency: 'EUR' }),
  'order.unknown-location': withProblem({ lines: [line({ allocations: [{ location: 'moon', quantity: 2 }] })] }),
  'order.unallocated': withProblem({ lines: [line({ allocations: [] })] }),
  'order.unknown-line': withProblem({ unknownLines: [{ line: asId('13'), kind: 'SampleOrderLine' }] }),
  'order.no-store-to-collect': withProblem({ delivery: 'collect', lines: [inWarehouse] }),
  'order.preorder-overdue': required('waiting-for-goods'),
  'order.unconfirmed': required('waiting-for-confirmation'),
  'order.locked': required('locked'),
  'order.unpaid': required('waiting-for-payment'),
  'order.held-long': required('on-hold'),
  'order.batch-overdue': required('waiting-for-batch'),
  'order.edited-after-transfer': ofOrder({ cancelFulfilment: () => 'too-late' }, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal('orderChanged', reading({ lines: [line({ quantity: 1 })] }));
  }),
  'order.changed-after-end': standalone(
    { kind: 'order-changed', origin: 'centra', number: '10045' },
    idle,
    'order.changed-after-end',
  ),
  'shipment.taken-back': ofOrder({ readFulfilment: () => [progress()] }, async (run) => {
    await afterPlacing({ ...oneOfTwo('sent'), final: false })(run);
    await run.called('completeShipment');
    await run.handle.signal('fulfilmentsProgressed', [progress()]);
  }),
  'order.oversold': ofOrder({}, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal('stockShort', [{ location: 'store-01', sku: 'TEE', units: 1 }]);
  }),
  'store.refused': ofOrder({ placeFulfilment: refuse }),
  'store.silent': ofOrder(overdue),
  'store.rejected': ofOrder({}, afterPlacing(rejected)),
  'store.short-pick': ofOrder({}, afterPlacing(oneOfTwo('sent'))),
  'warehouse.refused': ofOrder({ placeFulfilment: refuse }, undefined, inDc),
  'warehouse.silent': ofOrder(overdue, undefined, inDc),
  'warehouse.error': ERROR_IN_WAREHOUSE,
  'warehouse.short-pick': ofOrder({}, afterPlacing(oneOfTwo('sent')), inDc),
  'warehouse.cancelled': ofOrder({}, afterPlacing(oneOfTwo('cancelled')), inDc),
  'shipment.capture-failed': ofOrder(
    { createShipment: () => ({ id: 1, status: 'failed', failures: 1 }), captureShipment: refuse },
    afterPlacing(progress()),
  ),
  'shipment.capture-unread': ofOrder(
    { createShipment: () => ({ id: 1, status: 'pending', failures: 0 }), readCapture: refuse },
    afterPlacing(progress()),
  ),
  // Two units were captured, one leaves, and a person cancels the other.
  'shipment.incomplete': ofOrder({}, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal('fulfilmentsProgressed', [progress()]);
    await run.called('createShipment');
    await run.handle.signal('fulfilmentsProgressed', [
      { ...oneOfTwo('sent'), picked: [{ line: asId('11'), quantity: 2 }] },
    ]);
    await answering('cancel-line')(run);
  }),
  'shipment.refused': ofOrder({ createShipment: refuse }, afterPlacing(progress())),
  'status.refused': ofOrder({ reportDelivery: refuse }, afterPlacing(sent), tillOrder()),
  'payment.still-reserved': ofOrder(
    { releaseReserve: () => ({ outcome: 'refused', minor: 100, currency: 'SEK', why: 'It cannot.' }) },
    afterPlacing(sent),
    order({ reserve: { minor: 100, isTooMuch: true } }),
  ),
  'payment.differs': ofOrder({}, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal(
      'orderChanged',
      reading({ state: 'done', moneyLeft: { kind: 'not-captured', minor: 100 } }),
    );
    await run.handle.signal('fulfilmentsProgressed', [sent]);
  }),
  'cancel.too-late': ofOrder({ cancelFulfilment: () => 'too-late' }, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal('orderChanged', reading({ state: 'cancelled' }));
  }),
  'cancel.refused': ofOrder({ ...overdue, cancelAtOrigin: refuse }, answering('cancel-order')),
  'return.unknown-at-tills': standalone(
    { kind: 'unknown-at-tills', day: '2026-01-01' },
    idle,
    'return.unknown-at-tills',
  ),
  'return.without-receipt': standalone({ kind: 'without-receipt', day: '2026-01-01' }, idle, 'return.without-receipt'),
  'system.token-expires': standalone({ kind: 'token-expires', day: '2026-01-01' }, idle, 'system.token-expires'),
  'return.unknown-warehouse': standalone(
    { kind: 'till-warehouse', warehouse: sitooWarehouse(77) },
    idle,
    'return.unknown-warehouse',
  ),
  'return.blind': ofReturn({ findOrigin: () => ({ kind: 'unknown', candidates: [] }) }),
  'return.till-order-by-post': ofReturn({}, undefined, { refund: { ...refund(), tillOrder: asId<never>('700001') } }),
  'return.exceeds': withPlanProblem('return.exceeds'),
  'return.over-captured': withPlanProblem('return.over-captured'),
  'return.payer-unclear': ofReturn({}, undefined, { refund: { ...refund(), paidOutMinor: 0 } }),
  'return.amount-differs': ofReturn(valuedLess),
  'return.refused': ofReturn({ createReturn: refuse }),
  'return.refund-failed': ofReturn({ refundReturn: refuse }, undefined, PAID_BY_SHOP),
  'return.undo-failed': ofReturn({ ...valuedLess, undoReturn: refuse }, answering('refuse')),
  'return.uninspected': ofReturn({}, undefined, { settings: { ...RETURN_SETTINGS, inspect: 'always' } }),
  'return.not-received': ofReturn(
    { readInbound: () => ({ missing: [{ sku: 'TEE', quantity: 1 }], final: true }) },
    undefined,
    { refund: refund('dc') },
  ),
  'stock.refused': aboutStock('stock.refused'),
  'stock.held-by-orders': aboutStock('stock.held-by-orders'),
  'stock.corrected-often': standalone({ kind: 'corrected-often', location: 'store-01' }, idle, 'stock.corrected-often'),
  'stock.transfer-late': standalone({ kind: 'transfer-late', shipment: 7 }, idle, 'stock.transfer-late'),
  'stock.safety-stock-twice': standalone(
    { kind: 'safety-stock-twice', location: 'store-01' },
    idle,
    'stock.safety-stock-twice',
  ),
  'stock.not-compared': standalone({ kind: 'not-compared', location: 'store-01' }, idle, 'stock.not-compared'),
  'warehouse.unknown-order': standalone(
    { kind: 'unknown-order', system: 'wms', name: 'C10045-1' },
    idle,
    'warehouse.unknown-order',
  ),
  'product.diverges': aboutProduct('product.diverges'),
  'product.refused': aboutProduct('product.refused'),
  'event.refused': standalone({ kind: 'event-refused', system: 'centra', event: 1 }, idle, 'event.refused'),
  'system.workflow-ended': standalone(
    { kind: 'trouble', workflowId: 'order/scripted/centra/1', runId: 'r' },
    idle,
    'system.workflow-ended',
  ),
  'system.not-recorded': standalone(
    { kind: 'not-recorded', workflowId: 'order/scripted/centra/1' },
    idle,
    'system.not-recorded',
  ),
  'system.cancel-requested': ofOrder({}, async (run) => {
    await run.called('placeFulfilment');
    await run.handle.cancel();
  }),
  'system.unreachable': { type: 'follow', input: { ...PACE, follower: 'centra' }, answers: { readChanges: refuse } },
  'system.contract-broken': ofOrder({ placeFulfilment: breakContract }),
  'system.throttled': { type: 'follow', input: { ...PACE, follower: 'centra' }, answers: { readChanges: throttle } },
};

/** What goes with an answer. */
export const DATA: Readonly<Partial<Record<Answer, { readonly data: object; readonly flags: readonly string[] }>>> = {
  correct: { data: { courier: 'home-standard' }, flags: ['--courier', 'home-standard'] },
  move: { data: { location: 'store-02' }, flags: ['--location', 'store-02'] },
  'attach-to-order': { data: { order: '10046' }, flags: ['--order', '10046'] },
};
