import type { Activities } from '../activities/index.js';
import { isPosted } from '../domain/ids.js';
import type { FulfilmentIdentity } from '../domain/order/fulfilment-identity.js';
import type { FulfillingSystem } from '../domain/order/order-ref.js';

/**
 * Which task queue a call waits in. A call waits only among calls that need the same counterparts and are as urgent: while a
 * counterpart hangs, everything that needs it waits, and nothing else does. The names say which counterparts a call needs.
 *
 * The number is how many calls of a queue one worker process has under way. A limiter lets calls to Sitoo and the WMS go one at
 * a time and those to Centra a few a second, so twenty are more than a healthy counterpart can use: most of them wait for their
 * turn, and while they wait they hold places of their own queue only. They also bound what waits for a turn at all: twenty calls
 * that hang for ten seconds each give up their places within half a minute, and their retries wait in the queue instead.
 */
export const TASK_QUEUES = {
  centra: 20,
  sitoo: 20,
  wms: 20,
  'centra-sitoo': 20,
  'centra-wms': 20,
  'sitoo-wms': 20,
  'centra-sitoo-wms': 20,
  // Returns may use less of Centra's budget than orders: those that wait for it must not hold places of orders.
  'returns-centra': 10,
  'returns-centra-sitoo': 10,
  'returns-wms': 10,
  // One round of each follower at a time, one more while an attempt that has timed out ends, and the pick-list batch.
  followers: 10,
  // What tills have sold waits behind nothing else: one round at a time, and one more while an attempt that has timed out ends.
  'till-sales': 2,
  // One run for each target, and one more while an attempt that has timed out ends.
  stock: 4,
  // Each may take half an hour; they run in the lowest lane.
  reconcile: 4,
  // The sync writes to two counterparts at a time beside an audit.
  products: 6,
  // People wait for them; one that waits for a publication takes up to 30 s.
  answers: 20,
} as const;

export type TaskQueue = keyof typeof TASK_QUEUES;

export const QUEUE_NAMES = Object.keys(TASK_QUEUES) as readonly TaskQueue[];

/** `records`: a short call that concerns our own records alone, in the queue of the workflows. */
type Route = TaskQueue | 'records';
type Routes = { readonly [Name in keyof Activities]: Route | ((input: Parameters<Activities[Name]>[0]) => Route) };

/** The counterpart that picks the fulfilment. */
const picker = ({ kind }: Pick<FulfilmentIdentity, 'kind'>) => (kind === 'store' ? 'sitoo' : 'wms');
/** The counterpart where the order was placed, which is read once more for the person's data, and the one that picks. */
const originAndPicker = ({ origin, kind }: FulfilmentIdentity) =>
  origin === 'sitoo' ? 'sitoo-wms' : (`centra-${picker({ kind })}` as const);

/** Centra, and whoever fulfils orders of hers in this installation. */
const originAndPickers = (pickers: readonly FulfillingSystem[] = ['sitoo', 'wms']) => {
  if (pickers.includes('sitoo') && pickers.includes('wms')) return 'centra-sitoo-wms';
  return pickers.includes('sitoo') ? 'centra-sitoo' : 'centra-wms';
};

/** The queue of every activity: it names each counterpart that the activity calls. */
const ROUTES: Routes = {
  placeFulfilment: originAndPicker,
  cancelFulfilment: picker,
  readFulfilment: picker,
  // The systems that fulfil it are asked which SKUs they know.
  readOrder: ({ origin, pickers }) => (origin === 'centra' ? originAndPickers(pickers) : 'sitoo-wms'),
  findAlternative: 'centra',
  reallocate: 'centra',
  cancelAtOrigin: ({ origin }) => origin,
  cancelUnits: 'centra',
  closeTillOrder: 'sitoo',
  createShipment: 'centra',
  captureShipment: 'centra',
  readCapture: 'centra',
  releaseReserve: 'centra',
  completeShipment: 'centra',
  reportDelivery: 'sitoo',
  renewPromise: 'records',
  recordOrderStage: 'records',
  recordCaseOpened: 'records',
  recordCaseClosed: 'records',
  recordRefusedAnswer: 'records',

  findOrigin: 'returns-centra-sitoo',
  // What came back by post has no receipt to be read at the tills.
  prepareReturn: ({ refund }) => (isPosted(refund.number) ? 'returns-centra' : 'returns-centra-sitoo'),
  createReturn: 'returns-centra',
  completeReturn: 'returns-centra',
  undoReturn: 'returns-centra',
  refundReturn: 'returns-centra',
  readRefundStatus: 'returns-centra',
  announceInbound: 'returns-wms',
  readInbound: 'returns-wms',
  recordReturn: 'records',

  readChanges: 'followers',
  readTillSales: 'till-sales',
  releaseWaitingPosOrders: 'followers',
  publishStock: 'stock',
  locationsToReconcile: 'reconcile',
  reconcileLocation: 'reconcile',
  raiseSafetyStockCases: 'reconcile',
  raiseNotCompared: 'reconcile',
  compareAgain: 'reconcile',
  findTrouble: 'followers',
  settleTrouble: 'answers',
  settleStandaloneCase: 'answers',
  settleProductCase: 'answers',
  settleRefusedEvent: 'answers',

  readProductPages: 'products',
  readProductChanges: 'products',
  compareProducts: 'products',
  writeProducts: 'products',
  notifyOrdersOfProducts: 'products',
  listenToProducts: 'products',
  wakeProductSync: 'products',
};

/** Within a queue they go first: every moment more of them come too late, since people are about to pick. */
const FIRST: readonly string[] = ['cancelFulfilment', 'cancelAtOrigin', 'cancelUnits'] satisfies (keyof Activities)[];
/** Of five, the lower the sooner; three when nothing is said. */
const FIRST_PRIORITY = 1;

/** The full name of a queue. `base`: the task queue of the workflows. */
export const fullNameOf = (base: string, queue: TaskQueue): string => `${base}-${queue}`;

/**
 * Where a call of an activity goes. One that has no route goes to the queue of the workflows, and so do all that concern our
 * records alone.
 */
export function routeOf(
  activity: string,
  input: unknown,
): { readonly queue: TaskQueue | undefined; readonly priorityKey?: number } {
  const routes: Readonly<Record<string, Route | ((input: never) => Route)>> = ROUTES;
  const found = Object.hasOwn(routes, activity) ? routes[activity] : undefined;
  const route = typeof found === 'function' ? found(input as never) : found;
  const queue = route === 'records' ? undefined : route;
  return { queue, ...(FIRST.includes(activity) ? { priorityKey: FIRST_PRIORITY } : {}) };
}

/** The activities that have a route. */
export const routedActivities = (): string[] => Object.keys(ROUTES);
