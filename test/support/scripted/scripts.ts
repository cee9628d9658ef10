import type { CaseCode } from '../../../domain/cases/catalogue.js';
import type { ReportedProgress } from '../../../domain/order/fulfilment.js';
import type { FactLine, OrderFacts } from '../../../domain/order/order-facts.js';
import type { OrderSettings } from '../../../domain/order/settings.js';
import { settingsFor } from '../../../domain/order/settings-of-brand.js';
import type { ReturnSettings } from '../../../domain/return/settings.js';
import type { TillRefund } from '../../../domain/return/till-refund.js';
import type { Follow, FulfilOrder, PublishStock, ReturnInStore, SyncProducts } from '../../../workflows/messages.js';
import type { WorkflowType } from '../harness/kept-histories.js';
import { asId } from '../ids.js';
import { orderFacts } from '../order-facts.js';
import { testBrand } from '../web-order.js';
import { type Answer, beAway, refuse, type Script, type ScriptedRun } from './scripted-worker.js';

const brand = 'scripted';
const HOUR_MS = 3_600_000;
/** How long an order of these tests may wait for others, ms. */
export const WAIT_MS = 1_500;
const settings: OrderSettings = {
  ...settingsFor(testBrand()),
  captureCheckMs: 20,
  waits: {
    'waiting-for-payment': WAIT_MS,
    'on-hold': WAIT_MS,
    archived: WAIT_MS,
    'waiting-for-batch': WAIT_MS,
    'waiting-for-goods': WAIT_MS,
    'waiting-for-confirmation': WAIT_MS,
    locked: WAIT_MS,
  },
};

export const line = (changes: Partial<FactLine> = {}): FactLine => ({
  line: asId('11'),
  sku: 'TEE',
  quantity: 2,
  knowledge: 'known',
  unitPriceMinor: 50,
  allocations: [{ location: 'store-01', quantity: 2 }],
  ...changes,
});
const facts = (changes: Partial<OrderFacts> = {}): OrderFacts => orderFacts({ lines: [line()], ...changes });
export const inWarehouse = line({ allocations: [{ location: 'dc', quantity: 2 }] });
const secondStore = line({ line: asId('12'), sku: 'CAP', allocations: [{ location: 'store-01', quantity: 2 }] });

type Answers = Readonly<Record<string, Answer>>;
const later = (): number => Date.now() + HOUR_MS;
const ORDER: Answers = {
  placeFulfilment: () => ({ outcome: 'placed', ref: 'r1', dueAt: later() }),
  readOrder: () => ({ facts: facts(), settings }),
  readFulfilment: () => [],
  cancelFulfilment: () => 'cancelled',
  createShipment: () => ({ id: 1, status: 'captured', failures: 0 }),
  captureShipment: () => ({ status: 'captured', failures: 0 }),
  readCapture: () => ({ status: 'captured', failures: 0 }),
  releaseReserve: () => ({ outcome: 'not-yet' }),
  completeShipment: () => ({ completed: true }),
  findAlternative: () => ({}),
  reallocate: () => ({ moved: true }),
  cancelAtOrigin: () => ({ cancelled: true }),
  cancelUnits: () => ({ cancelled: true }),
  closeTillOrder: () => ({ closed: true }),
  reportDelivery: () => ({ reported: true }),
  renewPromise: () => ({ dueAt: later() }),
};
export const overdue: Answers = { placeFulfilment: () => ({ outcome: 'placed', ref: 'r1', dueAt: Date.now() }) };

export const order = (changes: Partial<OrderFacts> = {}): FulfilOrder => ({ brand, facts: facts(changes), settings });
export const tillOrder = (lines: readonly FactLine[] = [inWarehouse], batches = false): FulfilOrder => ({
  brand,
  facts: facts({ origin: 'sitoo', number: asId('77'), lines }),
  settings: { ...settings, posOrdersInBatches: batches },
});

export const progress = (changes: Partial<ReportedProgress> = {}): ReportedProgress => ({
  fulfilment: 1,
  ref: 'r1',
  stage: 'picked',
  picked: [{ line: asId('11'), quantity: 2 }],
  parcels: [],
  final: false,
  backOrder: false,
  ...changes,
});
const PARCEL = { ref: 'p1', lines: [{ line: asId<never>('11'), quantity: 2 }], packages: 1 };
export const sent = progress({ stage: 'sent', parcels: [PARCEL], final: true });
const ONE_UNIT = [{ line: asId<never>('11'), quantity: 1 }];
/** One of the two units has left, and nothing more comes. */
export const oneSent: ReportedProgress = { ...sent, picked: ONE_UNIT, parcels: [{ ...PARCEL, lines: ONE_UNIT }] };
export const rejected = progress({ stage: 'rejected', picked: [], final: true });

type Drive = (run: ScriptedRun) => Promise<void>;
export const afterPlacing =
  (reported: ReportedProgress): Drive =>
  async (run) => {
    await run.called('placeFulfilment');
    await run.handle.signal('fulfilmentsProgressed', [reported]);
  };
export const answering =
  (answer: string, data?: object): Drive =>
  async (run) => {
    const { caseId } = await run.nextCase();
    await run.handle.signal('resolveCase', { caseId, answer, by: 'Tester', ...(data ? { data } : {}) });
  };
export const reading = (changes: Partial<OrderFacts>, base = order()): object => ({
  facts: { ...base.facts, revision: 'b', changedAt: 2_000, readAt: 2_000, ...changes },
  settings: base.settings,
});

export const ofOrder = (answers: Answers = {}, drive?: Drive, input: FulfilOrder = order()): Script => ({
  type: 'fulfilOrder',
  input,
  answers: { ...ORDER, ...answers },
  ...(drive ? { drive } : {}),
});

export const refund = (forwardTo?: string): TillRefund => ({
  number: asId('900'),
  location: 'store-01',
  currency: 'SEK',
  amountMinor: 100,
  paidOutMinor: 100,
  virtualMinor: 0,
  lines: [
    {
      line: asId('1'),
      sku: 'TEE',
      quantity: 1,
      amountMinor: 100,
      condition: 'resellable',
      ...(forwardTo ? { forwardTo } : {}),
    },
  ],
  credits: asId('512'),
  at: '2026-01-01T00:00:00Z',
});
const RETURN: Answers = {
  findOrigin: () => ({ kind: 'web-order', number: '10045' }),
  prepareReturn: () => ({
    returns: [{ name: 'sitoo-900', shipment: 1, condition: 'resellable', lines: [] }],
    costs: {},
    paidMinor: 100,
    mayShipYet: false,
    problems: [],
  }),
  createReturn: () => ({ id: 5, totalMinor: 100 }),
  refundReturn: () => ({ status: 'refunded', failures: 0, refundedMinor: 100 }),
  readRefundStatus: () => ({ status: 'refunded', failures: 0, refundedMinor: 100 }),
  announceInbound: () => ({ ref: 'x' }),
  readInbound: () => ({ missing: [], final: true }),
};
export const RETURN_SETTINGS: ReturnSettings = {
  refund: 'till-pays-out',
  inspect: 'never',
  feeMinor: 0,
  shippingCost: 'keep',
  ofWebOrders: true,
  arriveWithinMs: HOUR_MS,
};
/** The till paid nothing: the web shop pays by the original payment. */
export const PAID_BY_SHOP: Partial<ReturnInStore> = {
  refund: { ...refund(), paidOutMinor: 0 },
  settings: { ...RETURN_SETTINGS, refund: 'original-payment' },
};
export const ofReturn = (answers: Answers = {}, drive?: Drive, input: Partial<ReturnInStore> = {}): Script => ({
  type: 'returnInStore',
  input: { brand, refund: refund(), settings: RETURN_SETTINGS, ...input },
  answers: { ...RETURN, ...answers },
  ...(drive ? { drive } : {}),
});
const blind: Answers = { findOrigin: () => ({ kind: 'unknown', candidates: [] }) };

const flows = { warehouseToCentra: { mode: 'immediate', maxStalenessMs: 1_000 } } as const;
export const PACE = { brand, everyMs: 50, gatherMs: 20, alarmAfterMs: 500 };
export const PRODUCTS: Answers = {
  readProductPages: () => ({ done: true, pages: 1 }),
  readProductChanges: () => ({ changed: 1, due: 1 }),
  compareProducts: () => ({ due: { sitoo: 1, wms: 1 } }),
  writeProducts: () => ({ written: 1, refused: 0, more: false }),
};
export const INPUTS = {
  follow: { ...PACE, follower: 'centra' } satisfies Follow,
  publishStock: { ...PACE, target: 'centra', flows } satisfies PublishStock,
  syncProducts: PACE satisfies SyncProducts,
  auditProducts: { brand, ask: true },
  reconcileStock: { brand },
  releasePosOrders: { brand },
  releaseStock: { brand, flow: 'storesToCentra' },
  findTrouble: { brand },
} as const satisfies Partial<Record<WorkflowType, object>>;
const ANSWERS: { readonly [Type in keyof typeof INPUTS]: Answers } = {
  follow: { readChanges: () => ({ more: false }), readTillSales: () => ({ more: false }) },
  publishStock: { publishStock: () => ({ calls: 0, figures: 0, refused: 0 }) },
  syncProducts: PRODUCTS,
  auditProducts: PRODUCTS,
  reconcileStock: {
    locationsToReconcile: () => ({ locations: ['store-01', 'store-02'] }),
    reconcileLocation: () => ({ compared: 1, corrected: 0, moving: 0, found: 0 }),
    raiseSafetyStockCases: () => ({ locations: [] }),
  },
  releasePosOrders: { releaseWaitingPosOrders: () => ({ released: 0 }) },
  releaseStock: {},
  findTrouble: { findTrouble: () => ({ found: 0 }) },
};
const script = (type: keyof typeof INPUTS, answers: Answers = {}, drive?: Drive): Script => ({
  type,
  input: INPUTS[type],
  answers: { ...ANSWERS[type], ...answers },
  ...(drive ? { drive } : {}),
});
export const standalone = (
  about: object,
  drive: Drive = answering('retry'),
  code: CaseCode = 'stock.refused',
): Script => ({
  type: 'standaloneCase',
  input: { brand, subject: 'subject', problem: { code, sentence: 'It is refused.' }, about },
  answers: {
    settleStandaloneCase: () => ({ settled: false, sentence: 'Still.' }),
    settleProductCase: () => ({ settled: true }),
    settleRefusedEvent: () => ({ settled: true }),
    compareAgain: () => ({ settled: true }),
    settleTrouble: () => ({ settled: true }),
  },
  drive,
});
const aboutStock = { kind: 'stock-refused', target: 'centra', location: 'store-01', sku: 'TEE' };

/** A step that is refused until its workflow has a case, and then succeeds. */
const refusedOnce =
  (then: unknown): Answer =>
  (call) =>
    call === 0 ? refuse() : then;
/** An answer that does not fit is refused and recorded. */
const badAnswer = answering('nonsense');

/** What brings a process to its first case, beside orders, returns and cases: its first step is refused. */
const FIRST_STEP = {
  follow: 'readChanges',
  publishStock: 'publishStock',
  syncProducts: 'readProductChanges',
  auditProducts: 'compareProducts',
  reconcileStock: 'locationsToReconcile',
  releasePosOrders: 'releaseWaitingPosOrders',
  findTrouble: 'findTrouble',
} as const satisfies Partial<Record<keyof typeof INPUTS, string>>;

function aboutCases(type: keyof typeof FIRST_STEP): Record<string, Script> {
  const step = FIRST_STEP[type];
  return {
    recordCaseOpened: script(type, { [step]: refuse }),
    recordCaseClosed: script(type, { [step]: refusedOnce(ANSWERS[type][step]?.(0, undefined)) }),
    recordRefusedAnswer: script(type, { [step]: refuse }, badAnswer),
  };
}
const plain = (type: keyof typeof INPUTS, ...activities: readonly string[]): Record<string, Script> =>
  Object.fromEntries(activities.map((activity) => [activity, script(type)]));

const createdLater: Answers = { createShipment: () => ({ id: 1, status: 'pending', failures: 0 }) };
const addressless = { addressMissing: ['street'] };

/** The shop values what came back at less than the till gave for it. */
export const valuedLess: Answers = {
  prepareReturn: () => ({
    returns: [{ name: 'sitoo-900', shipment: 1, condition: 'resellable', lines: [] }],
    costs: {},
    paidMinor: 90,
    mayShipYet: false,
    problems: [],
  }),
  createReturn: () => ({ id: 5, totalMinor: 90 }),
};

/** How each workflow type gets to call each of its activities. A call without a row fails the test of failures. */
export const SCRIPTS: Readonly<Record<WorkflowType, Readonly<Record<string, Script>>>> = {
  fulfilOrder: {
    placeFulfilment: ofOrder(),
    readOrder: ofOrder({}, answering('retry'), order(addressless)),
    readFulfilment: ofOrder(overdue),
    renewPromise: ofOrder(overdue, answering('retry')),
    cancelAtOrigin: ofOrder(overdue, answering('cancel-order')),
    cancelUnits: ofOrder(overdue, answering('cancel-line')),
    cancelFulfilment: ofOrder({}, async (run) => {
      await run.called('placeFulfilment');
      await run.handle.signal('orderChanged', reading({ state: 'cancelled' }));
    }),
    findAlternative: ofOrder({}, afterPlacing(rejected)),
    reallocate: ofOrder({ findAlternative: () => ({ location: 'dc' }) }, afterPlacing(rejected)),
    createShipment: ofOrder({}, afterPlacing(progress())),
    releaseReserve: ofOrder({}, afterPlacing(sent), order({ reserve: { minor: 100, isTooMuch: true } })),
    captureShipment: ofOrder(
      { createShipment: () => ({ id: 1, status: 'failed', failures: 1 }) },
      afterPlacing(progress()),
    ),
    readCapture: ofOrder(createdLater, afterPlacing(progress())),
    completeShipment: ofOrder({}, afterPlacing(sent)),
    reportDelivery: ofOrder({}, afterPlacing(sent), tillOrder()),
    closeTillOrder: ofOrder(
      {},
      async (run) => {
        await run.called('placeFulfilment', 2);
        await run.handle.signal('fulfilmentsProgressed', [sent]);
        await run.called('reportDelivery');
        await run.handle.signal('orderChanged', reading({}, tillOrder()));
      },
      tillOrder([inWarehouse, secondStore]),
    ),
    recordOrderStage: ofOrder({}, undefined, tillOrder(undefined, true)),
    recordCaseOpened: ofOrder({}, undefined, order(addressless)),
    recordCaseClosed: ofOrder({}, answering('retry'), order(addressless)),
    recordRefusedAnswer: ofOrder({}, badAnswer, order(addressless)),
  },
  returnInStore: {
    findOrigin: ofReturn(),
    prepareReturn: ofReturn(),
    createReturn: ofReturn(),
    completeReturn: ofReturn(),
    recordReturn: ofReturn(),
    undoReturn: ofReturn(valuedLess, answering('refuse')),
    refundReturn: ofReturn({}, undefined, PAID_BY_SHOP),
    readRefundStatus: ofReturn(
      { refundReturn: () => ({ status: 'pending', failures: 0, refundedMinor: 0 }) },
      undefined,
      PAID_BY_SHOP,
    ),
    announceInbound: ofReturn({}, undefined, { refund: refund('dc') }),
    readInbound: ofReturn({}, undefined, { refund: refund('dc') }),
    recordCaseOpened: ofReturn(blind),
    recordCaseClosed: ofReturn(blind, answering('refuse')),
    recordRefusedAnswer: ofReturn(blind, badAnswer),
  },
  standaloneCase: {
    settleStandaloneCase: standalone(aboutStock),
    settleRefusedEvent: standalone({ kind: 'event-refused', source: 'centra', eventId: 'e1' }),
    settleProductCase: standalone({ kind: 'product', divergence: 'missing', system: 'sitoo', sku: 'TEE' }),
    settleTrouble: standalone({ kind: 'trouble', workflowId: 'order/scripted/centra/1', runId: 'r' }),
    compareAgain: standalone({ kind: 'not-compared', location: 'store-01' }),
    recordCaseOpened: standalone(aboutStock, async () => {}),
    recordCaseClosed: standalone(aboutStock),
    recordRefusedAnswer: standalone(aboutStock, badAnswer),
  },
  follow: {
    ...plain('follow', 'readChanges'),
    readTillSales: { ...script('follow'), input: { ...PACE, follower: 'till-sales' } },
    ...aboutCases('follow'),
  },
  publishStock: { ...plain('publishStock', 'publishStock'), ...aboutCases('publishStock') },
  syncProducts: {
    ...plain(
      'syncProducts',
      ...['readProductPages', 'readProductChanges', 'compareProducts', 'writeProducts', 'notifyOrdersOfProducts'],
      'listenToProducts',
    ),
    ...aboutCases('syncProducts'),
  },
  auditProducts: {
    ...plain('auditProducts', 'readProductPages', 'compareProducts', 'wakeProductSync'),
    ...aboutCases('auditProducts'),
  },
  reconcileStock: {
    ...plain('reconcileStock', 'locationsToReconcile', 'reconcileLocation', 'raiseSafetyStockCases'),
    raiseNotCompared: script('reconcileStock', { reconcileLocation: refuse }),
    ...aboutCases('reconcileStock'),
  },
  releasePosOrders: { ...plain('releasePosOrders', 'releaseWaitingPosOrders'), ...aboutCases('releasePosOrders') },
  findTrouble: { ...plain('findTrouble', 'findTrouble'), ...aboutCases('findTrouble') },
  releaseStock: {
    // Nothing else can fail there: its publisher does not run, so a case opens after an hour of waiting.
  },
};

/** Calls whose failure is noted in the log and made good by another way. */
export const TOLERATED: Readonly<Record<string, string>> = {
  listenToProducts: 'the timer of the product sync finds what the events queue does not report',
};

/** Each workflow type while it waits for something that does not come. */
export const WAITING: Readonly<Record<WorkflowType, Script>> = {
  fulfilOrder: ofOrder(),
  returnInStore: ofReturn(blind),
  standaloneCase: standalone(aboutStock, async () => {}),
  follow: script('follow'),
  publishStock: script('publishStock'),
  syncProducts: script('syncProducts'),
  auditProducts: script('auditProducts', { compareProducts: beAway }),
  reconcileStock: script('reconcileStock', { locationsToReconcile: beAway }),
  releasePosOrders: script('releasePosOrders', { releaseWaitingPosOrders: beAway }),
  findTrouble: script('findTrouble', { findTrouble: beAway }),
  // Its publisher does not run.
  releaseStock: script('releaseStock'),
};

/** An order in each state that waits, with the shortest promise. A state with a promise and without a row fails its test. */
export const WAITING_ORDERS: Readonly<Record<string, Script>> = {
  'waiting-for-payment': ofOrder({}, undefined, order({ state: 'waiting-for-payment' })),
  'on-hold': ofOrder({}, undefined, order({ state: 'on-hold' })),
  archived: ofOrder({}, undefined, order({ state: 'archived' })),
  'waiting-for-batch': ofOrder({}, undefined, tillOrder(undefined, true)),
  'waiting-for-goods': ofOrder({}, undefined, order({ lines: [line({ allocations: [], isPreorder: true })] })),
  'waiting-for-confirmation': ofOrder({}, undefined, order({ lines: [line({ unconfirmed: 2 })] })),
  locked: ofOrder({ ...overdue, cancelAtOrigin: () => ({ cancelled: false, locked: true }) }, async (run) => {
    await answering('cancel-order')(run);
    await run.called('recordCaseClosed');
  }),
  placed: ofOrder({ placeFulfilment: () => ({ outcome: 'placed', ref: 'r1', dueAt: Date.now() + WAIT_MS }) }),
  picked: ofOrder({}, afterPlacing(progress()), {
    ...order(),
    settings: { ...settings, promises: { ...settings.promises, store: { pickMs: HOUR_MS, handoverMs: WAIT_MS } } },
  }),
};

/** A warehouse whose system cannot go on with the order. */
export const ERROR_IN_WAREHOUSE = ofOrder(
  {},
  afterPlacing(progress({ stage: 'error', picked: [] })),
  order({ lines: [inWarehouse] }),
);
