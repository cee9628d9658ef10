import type { Target } from '../../../domain/stock/flows.js';
import { type Section, timesOf } from './measure.js';
import { onStage, type Stage } from './stage.js';
import { LOCATIONS, worldOf } from './worlds.js';

/** Units of every SKU everywhere, where the counterparts show what the ledger has. */
const UNITS = 5;
/** Attempts of an activity after which its work is given up. */
const MOST_ATTEMPTS = 2_000;
const TIMES_CHOSEN = 20;

const skusFor = (positions: number): number => Math.ceil(positions / LOCATIONS);

/** SQL: every SKU of a world at every one of its locations. */
const EVERYWHERE = `from unnest($1::text[]) l (location) cross join unnest($2::text[]) s (sku)`;

/** Writes positions of which the counterparts were told everything, or nothing yet. */
async function fillLedger(stage: Stage, published: number): Promise<void> {
  const { query } = stage.database;
  const values = [stage.world.locations.map(({ id }) => id), stage.world.products.map(({ sku }) => sku)];
  await query('insert into initial_stock (location) select unnest($1::text[])', [values[0]]);
  await query(
    `insert into stock_positions (location, sku, physical, units_for_centra, reading) select location, sku, ${UNITS}, ${UNITS}, 1 ${EVERYWHERE}`,
    values,
  );
  await query(
    `insert into stock_targets (target, location, sku, wanted, published, urgency, pending_since, changed_since)
     select 'centra', location, sku, ${UNITS}, ${published}, case when ${published} = ${UNITS} then 0 else 50 end,
       case when ${published} <> ${UNITS} then clock_timestamp() end, case when ${published} <> ${UNITS} then clock_timestamp() end
     ${EVERYWHERE}`,
    values,
  );
  // The rules in force are those with which these figures were calculated.
  await untilRefreshed(stage);
  await query('analyze');
}

const flowsOf = (target: Target) => {
  const settings = { mode: 'immediate', maxStalenessMs: 60_000 } as const;
  return target === 'centra'
    ? { storesToCentra: settings, warehouseToCentra: settings }
    : { warehouseToSitoo: settings };
};

async function untilRefreshed({ worker, attempt, database }: Stage): Promise<void> {
  const activities = worker();
  for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
    const { rows } = await database.query('select from safety_stock_rules where up_to_sku is null');
    if (rows.length > 0) return;
    // No flow is named, so nothing is published.
    await attempt(() => activities.publishStock({ target: 'sitoo', flows: {} }));
  }
}

/** Publishes until nothing waits, as the publisher's workflow does. */
async function publishAll({ worker, attempt }: Stage, target: Target): Promise<{ ended: boolean; published: number }> {
  const activities = worker();
  let published = 0;
  for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
    const report = await attempt(() => activities.publishStock({ target, flows: flowsOf(target) }));
    published += report.figures;
    if (report.againMs === undefined) return { ended: true, published };
  }
  return { ended: false, published };
}

/** Everything waits at once: a first night, new rules, or an outage of the counterpart. */
export const waitingFigures: Section = {
  name: 'figures',
  what: 'figures that wait to be published',
  size: 100_000,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: skusFor(size) }) }, async (stage) => {
      await fillLedger(stage, 0);
      const waiting = skusFor(size) * LOCATIONS;
      await time(stage.calls, async () => {
        const locations = stage.world.locations.map(({ id }) => id);
        const ms: number[] = [];
        for (let n = 0; n < TIMES_CHOSEN; n += 1) {
          const began = performance.now();
          await stage.records.stockOutbox.candidates('centra', locations);
          ms.push(performance.now() - began);
        }
        const { ended, published } = await publishAll(stage, 'centra');
        const { half, longest } = timesOf(ms.slice(1));
        return {
          ended: ended && published === waiting,
          notes: [`${published} published`, `choosing what is next took ${half} ms, at most ${longest} ms`],
        };
      });
    }),
};

/** The nightly comparison of everything with all counterparts. */
export const positions: Section = {
  name: 'positions',
  what: 'positions, compared with all counterparts',
  size: 600_000,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: skusFor(size), units: UNITS }) }, async (stage) => {
      await fillLedger(stage, UNITS);
      await time(stage.calls, async () => {
        const activities = stage.worker();
        const { locations } = await stage.attempt(() => activities.locationsToReconcile());
        let compared = 0;
        let wrong = 0;
        for (const location of locations) {
          const report = await stage.attempt(() => activities.reconcileLocation({ location }));
          compared += report.compared;
          wrong += report.corrected + report.found + report.moving;
        }
        return {
          ended: compared === skusFor(size) * LOCATIONS && wrong === 0,
          notes: [`${compared} compared`, `${wrong} of them differ`],
        };
      });
    }),
};

/** New rules of safety stock for a few SKUs: all positions are calculated again, and what changed is published in between. */
export const newRules: Section = {
  name: 'rules',
  what: 'positions, calculated again by new rules',
  size: 600_000,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: skusFor(size) }) }, async (stage) => {
      await fillLedger(stage, UNITS);
      // As if other rules had been in force; and something else waits to be published.
      await stage.database.query(`update safety_stock_rules set rules = 'other'`);
      await stage.database.query(
        `update stock_targets set published = 0, urgency = 50, pending_since = clock_timestamp() where location = 'store-01'`,
      );
      await time(stage.calls, async () => {
        const activities = stage.worker();
        const began = performance.now();
        const first = await stage.attempt(() =>
          activities.publishStock({ target: 'centra', flows: flowsOf('centra') }),
        );
        const firstMs = Math.round(performance.now() - began);
        const { ended, published } = await publishAll(stage, 'centra');
        const { rows } = await stage.database.query('select from safety_stock_rules where up_to_sku is null');
        return {
          ended: ended && rows.length > 0 && first.figures > 0,
          notes: [
            `${first.figures} figures published in the first ${firstMs} ms`,
            `${first.figures + published} in all`,
          ],
        };
      });
    }),
};

/** The first read of everything that lies in the stores, by workers that die again and again. */
export const initialStock: Section = {
  name: 'first-read',
  what: 'positions of the initial stock, the worker killed after each round',
  size: 600_000,
  run: (size, { servers, time }) =>
    onStage({ ...servers, world: worldOf({ skus: skusFor(size), units: UNITS }) }, async (stage) => {
      const stores = stage.world.locations.filter(({ kind }) => kind === 'store').length;
      const imported = async (): Promise<{ stores: number; positions: number }> => {
        const { rows } = await stage.database.query<{ stores: number; positions: number }>(
          `select (select count(*) from initial_stock where location <> 'dc')::integer as stores,
             (select count(*) from stock_positions where location <> 'dc' and physical = ${UNITS})::integer as positions`,
        );
        return rows[0] ?? { stores: 0, positions: 0 };
      };
      await time(stage.calls, async () => {
        let rounds = 0;
        for (; rounds < MOST_ATTEMPTS && (await imported()).stores < stores; rounds += 1) {
          // A worker that begins from nothing but the records.
          const activities = stage.worker();
          await stage.attempt(() => activities.readTillSales());
        }
        const all = await imported();
        return {
          ended: all.stores === stores && all.positions === stores * skusFor(size),
          notes: [`${all.positions} positions in ${all.stores} stores`, `${rounds} rounds`],
        };
      });
    }),
};
