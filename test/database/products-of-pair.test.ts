import { afterAll, describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities/index.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import { readWmsState } from '../../lab/simulators/read-states.js';
import { portsOf } from '../../systems/absent.js';
import { connectSystems } from '../../systems/connect.js';
import { openRecords } from '../../systems/database/open-database.js';
import { SystemProblem } from '../../systems/problem.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { freshDatabase } from '../support/fresh-database.js';
import { startCounterparts } from '../support/harness/counterparts.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';

const simulated = await startCounterparts();
const log = createLog('products of a pair', { terminal: false, destination: { write() {} } });
const { sitoo, wms } = simulated.counterparts;
const closing: (() => Promise<void>)[] = [simulated.close];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** A worker of tills and warehouse without a web shop, with records of its own. */
async function workerOf(master: 'sitoo' | 'wms') {
  const { databaseUrl, drop } = await freshDatabase();
  const records = openRecords({ databaseUrl });
  const { locations, ...rest } = smallBrand(`pair-${master}`, { products: { sync: 'on', master } });
  const ids = locations as readonly Record<string, unknown>[];
  const brand = brandSchema.parse({ ...rest, locations: ids.map(({ centra: _, ...location }) => location) });
  const systems = connectSystems({ brand, counterparts: { sitoo, wms }, databaseUrl, logger: log });
  closing.push(drop, records.close, systems.close);
  const needs = { brand, ...portsOf(systems), records, temporal: countingClient().client, log };
  let activities = createActivities(needs);

  /** What a night does: everything is read, compared, and written where that is clear. */
  async function audit() {
    for (const what of ['masters', 'prices', 'sitoo', 'wms'] as const)
      expect((await inActivity(() => activities.readProductPages({ what }))).done).toBe(true);
    expect(await inActivity(() => activities.readProductChanges())).toMatchObject({ changed: 0 });
    const report = await inActivity(() => activities.compareProducts({ act: true }));
    for (const system of ['sitoo', 'wms'] as const) await inActivity(() => activities.writeProducts({ system }));
    return report;
  }
  /** The worker starts again, with a warehouse system beside the first one. */
  function addWarehouse(putArticle: WarehousePort['putArticle']): void {
    activities = createActivities({ ...needs, warehouses: new Map([['wms-outlet', { ...needs.wms, putArticle }]]) });
  }
  return { audit, addWarehouse, records };
}

const articles = async () => new Set((await readWmsState(simulated.controls.wms)).articles.map(({ sku }) => sku));

describe('products without a web shop', () => {
  it('Tills are compared with the articles of a warehouse that is the master, and what it does not know is asked about by name', async () => {
    const { audit } = await workerOf('wms');
    const report = await audit();
    expect(report.divergences.map(({ kind, sku, system }) => [kind, sku, system])).toEqual([
      ['missing-upstream', 'LATE-IN', 'sitoo'],
    ]);
    expect(report.divergences[0]?.sentence).toMatch(/which the warehouse system does not have/);
    expect((await articles()).has('LATE-IN')).toBe(false);
  });

  it('A warehouse gets what it lacks from tills that are the master, and a second audit finds nothing', async () => {
    const { audit } = await workerOf('sitoo');
    const report = await audit();
    expect(report.due).toEqual({ wms: 1 });
    expect(report.divergences).toMatchObject([{ kind: 'missing', sku: 'LATE-IN', system: 'wms', remedy: 'write' }]);
    expect((await articles()).has('LATE-IN')).toBe(true);
    expect((await audit()).total).toBe(0);
  });

  it('A warehouse system that comes later gets every article of the first once, and what it refuses is shown as refused', async () => {
    const { audit, addWarehouse, records } = await workerOf('sitoo');
    await audit();
    const got: string[] = [];
    let refuses = true;
    addWarehouse(async ({ sku }) => {
      if (refuses && sku === 'LATE-IN')
        throw new SystemProblem({ kind: 'rejected', system: 'wms', operation: 'PUT', sentence: 'No such colour.' });
      got.push(sku);
    });
    await audit();
    const all = [...(await articles())].sort();
    expect(got.toSorted()).toEqual(all.filter((sku) => sku !== 'LATE-IN'));
    refuses = false;
    await audit();
    expect(got).toHaveLength(all.length - 1);
    expect((await records.products.show('LATE-IN', undefined)).replicas).toMatchObject([
      { refused: 'No such colour.' },
    ]);
  });
});
