import { afterAll, describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities/index.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { FOLLOWER_NAMES, FOLLOWERS, type Follower } from '../../domain/followers.js';
import type { System } from '../../domain/names.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import { portsOf } from '../../systems/absent.js';
import { connectSystems } from '../../systems/connect.js';
import { SystemProblem } from '../../systems/problem.js';
import type { FulfilOrder } from '../../workflows/messages.js';
import { tillCustomer, webCustomer } from '../support/harness/canaries.js';
import { startCounterparts } from '../support/harness/counterparts.js';
import { people } from '../support/harness/people.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';
import { recordsOfTest } from '../support/records-of-test.js';

const SYSTEMS = ['centra', 'sitoo', 'wms'] as const satisfies readonly System[];
const { records, databaseUrl } = await recordsOfTest();
const simulated = await startCounterparts();
const log = createLog('outages', { terminal: false, destination: { write() {} } });
const brand = brandSchema.parse(smallBrand('outages', {}));
const connected = connectSystems({ brand, counterparts: simulated.counterparts, databaseUrl, logger: log });
const systems = portsOf(connected);
afterAll(async () => {
  await connected.close();
  await simulated.close();
});

/** Counterparts that refuse every call now. */
const refused = new Set<System>();
const refusable = <Port extends object>(system: System, port: Port): Port =>
  new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (refused.has(system) && name !== 'clockSkewMs')
          return Promise.reject(
            new SystemProblem({
              kind: 'unreachable',
              system,
              operation: String(name),
              sentence: `${system} answers 503.`,
            }),
          );
        return Reflect.apply(value, target, args);
      };
    },
  });

const temporal = countingClient();
/** The activities of a worker that has just started. */
const newWorker = () =>
  createActivities({
    brand,
    centra: refusable('centra', systems.centra),
    sitoo: refusable('sitoo', systems.sitoo),
    wms: refusable('wms', systems.wms),
    records,
    temporal: temporal.client,
    log,
  });

async function roundOf(activities: ReturnType<typeof newWorker>, follower: Follower): Promise<void> {
  await inActivity(() =>
    follower === 'till-sales' ? activities.readTillSales() : activities.readChanges({ follower }),
  );
}

const cursor = (name: string) => () => records.cursors.get(name);
/** What moves when a follower has done its work. Not what is counted in whole seconds: two outages of this test may lie in one. */
const MOVES: Readonly<Record<Follower, (() => Promise<unknown>) | undefined>> = {
  centra: cursor('centra/round-began'),
  sitoo: cursor('sitoo/orders'),
  'till-sales': cursor('sitoo/journal'),
  // Goods came in.
  wms: async () => (await records.stockQueries.physicalStock()).filter(({ sku }) => sku === 'DC-ONLY'),
  // It moves none: its work is marked in the records.
  'shipped-orders': undefined,
};

const shop = people('web shop', simulated.controls.centra);
const tills = people('tills', simulated.controls.sitoo);
const warehouse = people('warehouse', simulated.controls.wms);
let lastNumber = 50_000;

/** Something happens at each counterpart. @returns the workflows that must begin of it, by the follower that starts them */
async function somethingEverywhere(): Promise<Partial<Record<Follower, readonly string[]>>> {
  const order = { type: 'web.order', delivery: 'home', customer: webCustomer } as const;
  const [atStore, atWarehouse] = [++lastNumber, ++lastNumber];
  await shop.act({ ...order, order: atStore, lines: [{ sku: 'S1-ONLY', quantity: 1 }] });
  await shop.act({ ...order, order: atWarehouse, lines: [{ sku: 'DC-ONLY', quantity: 1 }] });
  await warehouse.act({ type: 'wms.receive', sku: 'DC-ONLY', quantity: 1 });
  await tills.act({
    type: 'pos.sale',
    location: 'store-01',
    receipt: `S${++lastNumber}`,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
  });
  const { orderid } = await tills.act({
    type: 'pos.sale',
    location: 'store-01',
    receipt: `R${++lastNumber}`,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    deliver: 'warehouse',
    customer: tillCustomer,
  });
  return {
    centra: [`order/outages/centra/${atStore}`, `order/outages/centra/${atWarehouse}`],
    sitoo: [`order/outages/sitoo/${orderid}`],
  };
}

const knowledgeIn = (workflowId: string): string[] =>
  (temporal.started.get(workflowId) as FulfilOrder).facts.lines.map(({ knowledge }) => knowledge);

describe('while one counterpart is away', () => {
  it(`Every follower that does not need it goes on, of ${SYSTEMS.length} counterparts and ${FOLLOWER_NAMES.length} followers`, async () => {
    for (const follower of FOLLOWER_NAMES) await roundOf(newWorker(), follower);
    let matrix = 0;
    for (const away of SYSTEMS) {
      const begins = await somethingEverywhere();
      refused.add(away);
      // A worker that remembers nothing, so that it would have to ask everything.
      const activities = newWorker();
      for (const follower of FOLLOWER_NAMES) {
        matrix += 1;
        const needs: readonly System[] = FOLLOWERS[follower].needs;
        if (needs.includes(away)) continue;
        const state = MOVES[follower];
        const before = await state?.();
        await roundOf(activities, follower);
        if (state) expect([follower, away, await state()]).not.toEqual([follower, away, before]);
        for (const id of begins[follower] ?? []) {
          expect([...temporal.started.keys()]).toContain(id);
          // Who could not be asked has said neither yes nor no.
          expect(knowledgeIn(id)).not.toContain('unknown');
        }
      }
      refused.clear();
      for (const follower of FOLLOWER_NAMES) await roundOf(activities, follower);
      for (const id of Object.values(begins).flat()) expect([...temporal.started.keys()]).toContain(id);
    }
    process.stdout.write(`${matrix} rounds of followers beside a counterpart that was away\n`);
    expect(matrix).toBe(SYSTEMS.length * FOLLOWER_NAMES.length);
  });

  it('An order for a store begins without the answer of the warehouse, which is asked again when it is placed there', async () => {
    const begins = await somethingEverywhere();
    refused.add('wms');
    await roundOf(newWorker(), 'centra');
    refused.clear();
    const [atStore = '', atWarehouse = ''] = begins.centra ?? [];
    expect([knowledgeIn(atStore), knowledgeIn(atWarehouse)]).toEqual([['known'], ['could-not-ask']]);
  });
});
