import { afterAll, describe, expect, it } from '@jest/globals';
import { createActivities } from '../../activities/index.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import { readWmsState } from '../../lab/simulators/read-states.js';
import { portsOf } from '../../systems/absent.js';
import { connectSystems } from '../../systems/connect.js';
import { openRecords } from '../../systems/database/open-database.js';
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
  const activities = createActivities({ brand, ...portsOf(systems), records, temporal: countingClient().client, log });

  /** What a night does: everything is read, compared, and written where that is clear. */
  async function audit() {
    for (const what of ['masters', 'prices', 'sitoo', 'wms'] as const)
      expect((await inActivity(() => activities.readProductPages({ what }))).done).toBe(true);
    expect(await inActivity(() => activities.readProductChanges())).toMatchObject({ changed: 0 });
    const report = await inActivity(() => activities.compareProducts({ act: true }));
    for (const system of ['sitoo', 'wms'] as const) await inActivity(() => activities.writeProducts({ system }));
    return report;
  }
  return { audit };
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
});
