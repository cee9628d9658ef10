import { caseFrom } from '../../../domain/cases/case.js';
import type { Rows } from './row.js';
import type { WorldOfKills } from './world-of-kills.js';

const OPEN = caseFrom('kills-centra-1-1', [{ code: 'order.unreadable', sentence: 'It has no lines.' }], {
  openedAt: 1_764_000_000_000,
});

const opened = (world: WorldOfKills) => ({
  case: OPEN,
  brand: world.brand.brand,
  workflowId: 'w',
  subject: 'centra 1',
});

/** The stock of the stores is known. */
async function importedStores(world: WorldOfKills): Promise<undefined> {
  await world.run('readTillSales', undefined);
  return undefined;
}

/** Everything is read that the product sync compares. */
async function readEverything(world: WorldOfKills): Promise<void> {
  for (const what of ['masters', 'prices', 'sitoo', 'wms'] as const) await world.run('readProductPages', { what });
}

/** Activities of cases and products. */
export const KEPT_ROWS: Rows = {
  recordCaseOpened: [['it is new', async (world) => opened(world)]],
  recordCaseClosed: [
    [
      'it is open',
      async (world) => {
        await world.run('recordCaseOpened', opened(world));
        return { caseId: OPEN.caseId, answer: 'retry', by: 'kim', note: 'It can be read now.' };
      },
    ],
  ],
  recordRefusedAnswer: [
    [
      'it is open',
      async (world) => {
        await world.run('recordCaseOpened', opened(world));
        return { caseId: OPEN.caseId, by: 'kim', why: 'There is no such answer.' };
      },
    ],
  ],
  readProductPages: [
    ['the web shop is read', async () => ({ what: 'masters' })],
    ['the tills are read', async () => ({ what: 'sitoo' })],
  ],
  readProductChanges: [
    [
      'a product was renamed',
      async (world) => {
        await readEverything(world);
        await world.shop.act({ type: 'ams.product', sku: 'CAP', name: 'Cap of another name' });
        return undefined;
      },
    ],
  ],
  listenToProducts: [['it does not listen yet', async () => undefined]],
  compareProducts: [
    [
      'the tills lack products',
      async (world) => {
        await readEverything(world);
        return { act: true };
      },
    ],
  ],
  writeProducts: (['sitoo', 'wms'] as const).map(
    (system) =>
      [
        `products are due at ${system}`,
        async (world) => {
          await readEverything(world);
          await world.run('compareProducts', { act: true });
          return { system };
        },
      ] as const,
  ),
  locationsToReconcile: [['one store is imported', importedStores]],
  reconcileLocation: [
    [
      'a store agrees with the web shop',
      async (world) => {
        await importedStores(world);
        return { location: 'store-01' };
      },
    ],
  ],
  compareAgain: [
    [
      'a person answers retry',
      async (world) => {
        await importedStores(world);
        return { location: 'store-01', answer: 'retry' };
      },
    ],
  ],
  raiseNotCompared: [['a store does not answer', async () => ({ location: 'store-01', why: 'It is away.' })]],
  raiseSafetyStockCases: [['no rule withholds units', async () => undefined]],
  settleStandaloneCase: [
    [
      'the web shop withholds nothing any more',
      async (world) => ({
        brand: world.brand.brand,
        about: { kind: 'safety-stock-twice', location: 'store-01' },
        answer: 'retry',
      }),
    ],
  ],
  settleRefusedEvent: [
    [
      'its follower reads it again',
      async (world) => {
        const { inbox } = world.records;
        await inbox.store('sitoo', [{ eventId: 'e1', kind: 'order', subject: '1', raw: '{}' }]);
        const [event] = await inbox.pending('sitoo', 1);
        if (!event) throw new Error('The inbox holds no event.');
        await inbox.markRefused(event.id, 'It cannot be read.');
        return { about: { kind: 'event-refused', system: 'sitoo', event: event.id }, answer: 'retry' };
      },
    ],
  ],
  wakeProductSync: [['it runs', async () => undefined]],
  notifyOrdersOfProducts: [['no order waits', async () => ({ since: '2026-01-01T00:00:00Z' })]],
  settleProductCase: [
    [
      'the web shop wins',
      async (world) => {
        await readEverything(world);
        await world.run('compareProducts', { act: true });
        return {
          about: { kind: 'product', divergence: 'refused', system: 'sitoo', sku: 'NEW-IN' },
          answer: 'retry',
        };
      },
    ],
  ],
};
