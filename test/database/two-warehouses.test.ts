import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities/index.js';
import { brandSchema } from '../../config/brand.js';
import { readCounterparts } from '../../config/environment.js';
import { createLog } from '../../config/log.js';
import { type FollowerOfBrand, followersOf } from '../../domain/followers.js';
import { systemsOf } from '../../domain/installation.js';
import type { FulfilmentIdentity } from '../../domain/order/fulfilment-identity.js';
import { namedWarehouses } from '../../domain/warehouse-systems.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import { controlOf } from '../../lab/simulators/control.js';
import { startFileWarehouseSimulator } from '../../lab/simulators/file-warehouse/simulator.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startOngoingSimulator } from '../../lab/simulators/ongoing/simulator.js';
import { portsOf } from '../../systems/absent.js';
import { connectSystems } from '../../systems/connect.js';
import { SystemProblem } from '../../systems/problem.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { until } from '../support/until.js';
import { newOrder } from '../support/warehouse-harness.js';
import { COURIERS } from '../support/web-order.js';

const { records, databaseUrl } = await recordsOfTest();
const log = createLog('two warehouses', { terminal: false, destination: { write() {} } });

/** Both warehouse systems call their only place the same, and number their orders on their own. */
const place = (id: string, quantity: number): World => ({
  currency: 'SEK',
  locations: [{ id, kind: 'warehouse', name: id, centraWarehouse: 1, sitooWarehouse: 11, wmsWarehouse: 7 }],
  products: [{ sku: 'TEE-M', barcode: '7350000000011', name: 'Tee M', priceMinor: 19900 }],
  stock: [{ location: id, sku: 'TEE-M', quantity }],
});
const folder = await mkdtemp(join(tmpdir(), 'onepool-two-warehouses-'));
const central = await startOngoingSimulator({ world: place('dc', 10), user: 'u', password: 'p', goodsOwnerId: 81 });
const outlet = await startFileWarehouseSimulator({ folder, world: place('outlet', 4) });

const brand = brandSchema.parse({
  brand: 'two-warehouses',
  currency: 'SEK',
  rehearsalSpeed: 20,
  couriers: COURIERS,
  warehouses: { outlet: { kind: 'file' } },
  locations: [
    { id: 'store-01', kind: 'store', name: 'One', sitoo: 101 },
    { id: 'dc', kind: 'warehouse', name: 'Central', sitoo: 109, wms: 7 },
    { id: 'outlet', kind: 'warehouse', name: 'Outlet', sitoo: 110, wms: 7, warehouse: 'outlet' },
  ],
});
const counterparts = readCounterparts(
  systemsOf(brand),
  {
    SITOO_URL: 'http://127.0.0.1:1',
    SITOO_API_ID: '1-1',
    SITOO_PASSWORD: 'x',
    SITOO_SITE_ID: '1',
    WMS_URL: central.url,
    WMS_USER: 'u',
    WMS_PASSWORD: 'p',
    WMS_GOODS_OWNER_ID: '81',
    WMS_OUTLET_URL: pathToFileURL(folder).href,
  },
  namedWarehouses(brand),
);
const connected = connectSystems({ brand, counterparts, databaseUrl, logger: log });
const ports = portsOf(connected);
afterAll(async () => {
  await connected.close();
  await Promise.all([central.close(), outlet.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** The warehouse systems that refuse every call now. */
const away = new Set<string>();
const refusable = (name: string, port: WarehousePort): WarehousePort =>
  new Proxy(port, {
    get(target, method, receiver) {
      const value: unknown = Reflect.get(target, method, receiver);
      if (typeof value !== 'function' || method === 'clockSkewMs' || !away.has(name)) return value;
      const sentence = `${name} is away.`;
      return () =>
        Promise.reject(new SystemProblem({ kind: 'unreachable', system: 'wms', operation: String(method), sentence }));
    },
  });
const outletPort = ports.warehouses?.get('wms-outlet');
if (outletPort === undefined) throw new Error('the named warehouse was not connected');
const at = {
  dc: { port: ports.wms, control: controlOf('WMS', central.url), follower: 'wms' },
  outlet: { port: outletPort, control: controlOf('WMS', outlet.controlUrl), follower: 'wms-outlet' },
} as const;
const temporal = countingClient();
const activities = createActivities({
  ...ports,
  brand,
  wms: refusable('dc', ports.wms),
  warehouses: new Map([['wms-outlet', refusable('outlet', outletPort)]]),
  records,
  temporal: temporal.client,
  log,
});

/** A round fails while a warehouse is away, or has handed over nothing yet: it is made again. */
const round = (follower: Exclude<FollowerOfBrand, 'till-sales'>) =>
  inActivity(() => activities.readChanges({ follower })).catch(() => undefined);
const physicalAt = async (location: string) =>
  (await records.stockQueries.physicalStock()).find((row) => row.location === location && row.sku === 'TEE-M')
    ?.physical;
const shows = (location: keyof typeof at, units: number) =>
  until(
    async () => {
      await round(at[location].follower);
      return (await physicalAt(location)) === units;
    },
    { what: `${units} units at ${location}` },
  );
const fulfilment = (number: string, location: string): FulfilmentIdentity => ({
  origin: 'centra',
  number: asId(number),
  fulfilment: 1,
  location,
  kind: 'warehouse',
});
/** As a worker places it. */
async function placeAt(location: keyof typeof at, number: string): Promise<string> {
  const name = `C${number}-1`;
  const { ref } = await at[location].port.placeOrder(newOrder(name));
  await records.orders.upsertFulfilment({
    origin: 'centra',
    orderNumber: asId(number),
    fulfilment: 1,
    location,
    system: 'wms',
    name,
    ref,
    stage: 'placed',
    shipments: [],
  });
  return ref;
}

describe('two warehouses of two kinds in one brand', () => {
  it('Each has a follower of its own, which reads the stock of its places and of no other', async () => {
    expect(followersOf(brand)).toEqual(expect.arrayContaining(['wms', 'wms-outlet']));
    await shows('dc', 10);
    expect(await physicalAt('outlet')).toBeUndefined();
    await shows('outlet', 4);
    expect(await physicalAt('dc')).toBe(10);
  });

  it('A fulfilment is read, picked and cancelled at the warehouse that its location is in, under ids that do not meet', async () => {
    const refs = [await placeAt('dc', '20001'), await placeAt('outlet', '20002')];
    expect(refs[1]).toMatch(/^outlet:/);
    await until(
      async () => (await at.outlet.control.act([{ type: 'wms.pick', name: 'C20002-1' }])).every(({ ok }) => ok),
      { what: 'the outlet has the order' },
    );
    await shows('outlet', 2);
    expect(await physicalAt('dc')).toBe(10);
    const progress = await inActivity(() => activities.readFulfilment(fulfilment('20002', 'outlet')));
    expect(progress).toMatchObject([{ fulfilment: 1, stage: 'picked' }]);
    expect(await inActivity(() => activities.readFulfilment(fulfilment('20002', 'dc')))).toEqual([]);
    const cancelled = () =>
      inActivity(() => activities.cancelFulfilment({ ...fulfilment('20001', 'dc'), unitsKnownSent: 0 }));
    expect(await cancelled()).toBe('cancelled');
    expect(await at.dc.port.order('C20001-1')).toMatchObject({ stage: 'cancelled' });
  });

  it.each([
    ['dc', 'outlet'],
    ['outlet', 'dc'],
  ] as const)('While the warehouse %s is away, %s is followed as before', async (gone, other) => {
    away.add(gone);
    const [before, stays] = [(await physicalAt(other)) ?? 0, await physicalAt(gone)];
    for (const { control } of Object.values(at))
      await control.act([{ type: 'wms.receive', sku: 'TEE-M', quantity: 3 }]);
    await shows(other, before + 3);
    expect(await physicalAt(gone)).toBe(stays);
    away.clear();
    await shows(gone, (stays ?? 0) + 3);
  });
});
