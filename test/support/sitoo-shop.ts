import { z } from 'zod';
import type { SitooOrderId } from '../../domain/ids.js';
import type { NewStoreOrder } from '../../domain/order/store-order.js';
import { type Act, type ActResult, controlOf, type SimulatorControl } from '../../lab/simulators/control.js';
import type { CallReport } from '../../lab/simulators/kit/call-log.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { readCallsOf, readSitooState } from '../../lab/simulators/read-states.js';
import type { reportWork } from '../../lab/simulators/sitoo/reports.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import type { SitooState } from '../../lab/simulators/states.js';
import type { RateLimiter } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { asId, sitooWarehouse } from './ids.js';

export const STORE = sitooWarehouse(7);
export const OTHER_STORE = sitooWarehouse(8);
export const DC = sitooWarehouse(20);

export const world: World = {
  currency: 'SEK',
  locations: [
    { id: 'store-01', kind: 'store', name: 'Store 1', centraWarehouse: 2, sitooWarehouse: STORE },
    { id: 'store-02', kind: 'store', name: 'Store 2', centraWarehouse: 3, sitooWarehouse: OTHER_STORE },
    { id: 'dc', kind: 'warehouse', name: 'DC', centraWarehouse: 1, sitooWarehouse: DC, wmsWarehouse: 1 },
  ],
  products: [
    { sku: 'TEE-BLK-M', barcode: '7350000000017', name: 'Tee black M', priceMinor: 25_000 },
    { sku: 'TEE-BLK-L', barcode: '7350000000024', name: 'Tee black L', priceMinor: 25_000 },
    { sku: 'MUG', barcode: '7350000000031', name: 'Mug', priceMinor: 9_900, missingIn: ['sitoo'] },
  ],
  stock: [
    { location: 'store-01', sku: 'TEE-BLK-M', quantity: 5 },
    { location: 'store-01', sku: 'TEE-BLK-L', quantity: 1 },
    { location: 'dc', sku: 'TEE-BLK-M', quantity: 40 },
  ],
};

/** One call at a time, as the account wants it; remembers until when it was closed. */
export function serialFake(): RateLimiter & { pausedUntil: number[] } {
  let last: Promise<unknown> = Promise.resolve();
  const pausedUntil: number[] = [];
  return {
    pausedUntil,
    pass(_cost, send) {
      const turn = last.then(send, send);
      last = turn.catch(() => {});
      return turn;
    },
    pauseUntil: async (untilMs) => {
      pausedUntil.push(untilMs);
    },
    recordCost: async () => {},
    allowances: async () => [],
    learnQuotas: async () => {},
  };
}

const eventCounts = z.object({
  delivered: z.number(),
  dropped: z.number(),
  attempts: z.number(),
  lost: z.number(),
  waiting: z.number(),
});

/** What came of an act; the order that it made, as the adapter names it. */
export interface Done extends Omit<ActResult, 'orderid'> {
  readonly orderid?: SitooOrderId;
}

export interface SitooShop {
  readonly url: string;
  readonly limiter: ReturnType<typeof serialFake>;
  readonly sitoo: SitooPort;
  connect(options: { limiter?: RateLimiter; password?: string; timeoutMs?: number }): SitooPort;
  /** The simulator's own switches. */
  readonly control: SimulatorControl;
  act(act: Act): Promise<Done>;
  state(): Promise<SitooState>;
  work(): Promise<ReturnType<typeof reportWork>['orders']>;
  calls(): Promise<CallReport>;
  /** What became of the events that it sent. */
  events(): Promise<z.output<typeof eventCounts>>;
  close(): Promise<void>;
}

/** A simulator with the small world above, and the adapter in front of it. */
export async function openShop(options: { speed?: number } = {}): Promise<SitooShop> {
  const simulator = await startSitooSimulator({
    apiId: '90001-1',
    password: 'secret',
    world,
    speed: 1_000,
    ...options,
  });
  const limiter = serialFake();
  const connect: SitooShop['connect'] = ({ password = 'secret', ...given }) =>
    createSitoo({ url: simulator.url, apiId: '90001-1', password, limiter, ...given });
  const control = controlOf('Sitoo', simulator.url);
  return {
    url: simulator.url,
    limiter,
    sitoo: connect({}),
    connect,
    control,
    act: async (act) => doneOf(one(await control.act([withNumbers(act)]))),
    state: () => readSitooState(control),
    work: async () => (await control.read('work', z.custom<ReturnType<typeof reportWork>>())).orders,
    calls: () => readCallsOf(control),
    events: () => control.read('events', eventCounts),
    close: simulator.close,
  };
}

const doneOf = ({ orderid, ...result }: ActResult): Done => ({
  ...result,
  ...(orderid === undefined ? {} : { orderid: asId<SitooOrderId>(orderid) }),
});

/** The control API takes ids of orders as numbers, like Sitoo itself. */
const withNumbers = (act: Act): Act => ({
  ...act,
  ...('orderid' in act ? { orderid: Number(act.orderid) } : {}),
  ...('order' in act ? { order: Number(act.order) } : {}),
});

function one<T>(results: readonly T[]): T {
  const [result] = results;
  if (result === undefined || results.length !== 1) throw new Error(`${results.length} results to one act`);
  return result;
}

/** A paid web order for store 1: one tee, 200.00 after discount. */
export function webOrder(name: string, change: Partial<NewStoreOrder> = {}): NewStoreOrder {
  return {
    name,
    warehouse: STORE,
    currency: 'SEK',
    reference: '10045',
    orderedAt: 1_764_000_000_000,
    buyer: { email: 'ada@example.test', firstName: 'Ada', lastName: 'Ek' },
    lines: [
      {
        sku: 'TEE-BLK-M',
        name: 'Tee black M',
        quantity: 1,
        vatPercent: 25,
        priceMinor: 25_000,
        discountMinor: 5_000,
      },
    ],
    payments: [{ name: 'Web payment', amountMinor: 20_000, externalId: 'pay-1' }],
    ...change,
  };
}

export const home = {
  deliveryAddress: { address1: 'Provgatan 1', zipCode: '111 22', city: 'Stockholm', countryCode: 'SE' },
};

/** Waits until a condition holds; fails loudly when it does not come true. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await new Promise((next) => setTimeout(next, 10));
  }
}
