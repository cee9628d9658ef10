import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import { type Act, type ActResult, controlOf, type SimulatorControl } from '../../lab/simulators/control.js';
import type { CallReport } from '../../lab/simulators/kit/call-log.js';
import type { FaultRule } from '../../lab/simulators/kit/faults.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { type OngoingSimulatorOptions, startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { readCallsOf, readWmsState } from '../../lab/simulators/read-states.js';
import type { WmsState } from '../../lab/simulators/states.js';
import { createOngoing, type OngoingOptions } from '../../systems/ongoing/adapter.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { asId, wmsWarehouse } from './ids.js';

export const GOODS_OWNER = 42;
export const STATUSES = {
  open: [200],
  working: [300, 320],
  picked: [400],
  sent: [450, 500],
  returned: [800],
  cancelled: [1000],
  error: [150],
};

export const WORLD: World = {
  currency: 'SEK',
  locations: [
    { id: 'central', kind: 'warehouse', name: 'Central', centraWarehouse: 1, sitooWarehouse: 11, wmsWarehouse: 7 },
    { id: 'store-01', kind: 'store', name: 'Store', centraWarehouse: 2, sitooWarehouse: 12 },
  ],
  products: [
    { sku: 'TEE-M', barcode: '7350000000011', name: 'Tee M', priceMinor: 19900 },
    { sku: 'CAP', barcode: '7350000000028', name: 'Cap', priceMinor: 9900 },
    { sku: 'GHOST', barcode: '7350000000035', name: 'Ghost', priceMinor: 100, missingIn: ['wms'] },
  ],
  stock: [
    { location: 'central', sku: 'TEE-M', quantity: 10 },
    { location: 'central', sku: 'CAP', quantity: 1 },
    { location: 'store-01', sku: 'TEE-M', quantity: 3 },
  ],
};

export function newOrder(name: string, change: Partial<NewWarehouseOrder> = {}): NewWarehouseOrder {
  return {
    name,
    reference: '10045',
    deliveryDate: '2026-11-24T00:00:00Z',
    warehouseId: wmsWarehouse(7),
    consignee: { name: 'Ada Ekström', address1: 'Gatan 1', postCode: '11122', city: 'Stockholm', countryCode: 'SE' },
    email: 'ada@example.test',
    wayOfDelivery: 'STD',
    lines: [{ line: asId('1'), sku: 'TEE-M', quantity: 2, unitPrice: '199.00', currency: 'SEK', vatPercent: 25 }],
    ...change,
  };
}

export interface Harness {
  readonly url: string;
  readonly wms: WarehousePort;
  /** Another adapter on the same warehouse. */
  adapter(change: Partial<OngoingOptions>): WarehousePort;
  /** The simulator's own switches. */
  readonly control: SimulatorControl;
  act(...acts: Act[]): Promise<readonly ActResult[]>;
  fault(...rules: FaultRule[]): Promise<void>;
  state(): Promise<WmsState>;
  calls(): Promise<CallReport>;
  close(): Promise<void>;
}

/** A simulated warehouse and the adapter that talks to it over HTTP. */
export async function startHarness(change: Partial<OngoingSimulatorOptions> = {}): Promise<Harness> {
  const login = { user: 'onepool', password: 'secret', goodsOwnerId: GOODS_OWNER };
  const simulator = await startOngoingSimulator({ ...login, world: WORLD, latencyMs: 1, ...change });
  const control = controlOf('WMS', simulator.url);
  const adapter = (other: Partial<OngoingOptions>) =>
    createOngoing({ url: simulator.url, ...login, statuses: STATUSES, limiter: unlimited, timeoutMs: 2_000, ...other });
  return {
    url: simulator.url,
    wms: adapter({}),
    adapter,
    control,
    act: (...acts) => control.act(acts),
    fault: (...rules) => control.post('faults', { rules }),
    state: () => readWmsState(control),
    calls: () => readCallsOf(control),
    close: simulator.close,
  };
}

/** A counterpart that answers as a test says, for what a well-behaved simulator never would. */
export async function startStub(
  answer: (message: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  return {
    url: `http://127.0.0.1:${address.port}/api/v1`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
