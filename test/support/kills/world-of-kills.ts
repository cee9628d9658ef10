import pg from 'pg';
import type { Dependencies } from '../../../activities/dependencies.js';
import { type Activities, createActivities } from '../../../activities/index.js';
import type { PlaceFulfilment } from '../../../activities/orders/place-fulfilment.js';
import { brandSchema } from '../../../config/brand.js';
import type { Brand } from '../../../domain/brand.js';
import { FOLLOWERS, type Follower, followerWorkflowId } from '../../../domain/followers.js';
import type { CentraOrderNumber, SitooOrderId } from '../../../domain/ids.js';
import { orderWorkflowId, publisherWorkflowId, syncProductsWorkflowId } from '../../../domain/names.js';
import type { OrderRef } from '../../../domain/order/order-ref.js';
import { planFulfilments } from '../../../domain/order/split-order.js';
import { createCentra } from '../../../systems/centra/adapter.js';
import { createOngoing } from '../../../systems/ongoing/adapter.js';
import { USUAL_STATUSES } from '../../../systems/ongoing/statuses.js';
import { unlimited } from '../../../systems/rate-limits/port.js';
import { createSitoo } from '../../../systems/sitoo/adapter.js';
import { tillCustomer, webCustomer } from '../harness/canaries.js';
import { startCounterparts } from '../harness/counterparts.js';
import { people } from '../harness/people.js';
import { smallBrand, smallWorld } from '../harness/world.js';
import { asId } from '../ids.js';
import { inActivity } from '../in-activity.js';
import { freshRecords } from '../records-of-test.js';
import { type CountedProcess, type Cut, countedProcess } from './cut-points.js';
import { emptyTables, finalState, letTimePass } from './final-state.js';
import { playedTemporal } from './played-temporal.js';

const TIMEOUT_MS = 5_000;
const FOLLOWER_NAMES = Object.keys(FOLLOWERS) as Follower[];

/** Counterparts, a database and workflows that many stories begin in the same state, one after the other. */
export async function openWorldOfKills() {
  const brand: Brand = brandSchema.parse(smallBrand('kills', { rehearsalSpeed: 1_000 }));
  const [{ records, databaseUrl, close: closeRecords }, simulated] = await Promise.all([
    freshRecords(),
    startCounterparts(),
  ]);
  // One connection for all stories: what is emptied and read between them is no call of the product.
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { centra, sitoo, wms } = simulated.counterparts;
  const common = { limiter: unlimited, timeoutMs: TIMEOUT_MS };
  const temporal = playedTemporal();
  const dependencies: Dependencies = {
    brand,
    records,
    centra: createCentra({ url: centra.url, token: centra.token.reveal(), ...common }),
    sitoo: createSitoo({ ...sitoo, password: sitoo.password.reveal(), ...common }),
    wms: createOngoing({ ...wms, password: wms.password.reveal(), statuses: USUAL_STATUSES, ...common }),
    temporal: temporal.client,
    log: { info() {}, warn() {} },
  };
  const shop = people('web shop', simulated.controls.centra);
  const tills = people('tills', simulated.controls.sitoo);
  const warehouse = people('warehouse', simulated.controls.wms);
  let lastNumber = 0;

  /** A process as a worker starts it: nothing in its memory. `of`: what it works with, where that is not what all work with. */
  function newProcess(
    cut?: Cut,
    of: Dependencies = dependencies,
  ): CountedProcess & { run(name: keyof Activities, input: unknown): Promise<unknown> } {
    const process = countedProcess(of, cut);
    const activities = createActivities(process.dependencies);
    const run = (name: keyof Activities, input: unknown) =>
      inActivity(() => (activities[name] as (input: unknown) => Promise<unknown>)(input));
    return { ...process, run };
  }

  let undisturbed = newProcess();
  /** Runs an activity of which nothing is cut, in a process of the story itself. */
  async function run<Name extends keyof Activities>(
    name: Name,
    input: Parameters<Activities[Name]>[0],
  ): Promise<Awaited<ReturnType<Activities[Name]>>> {
    return (await undisturbed.run(name, input)) as Awaited<ReturnType<Activities[Name]>>;
  }

  async function beginStory(): Promise<void> {
    await emptyTables(database);
    const world = smallWorld();
    await Promise.all(Object.values(simulated.controls).map((control) => control.post('world', world)));
    temporal.reset();
    temporal.runs(
      publisherWorkflowId(brand.brand, 'centra'),
      publisherWorkflowId(brand.brand, 'sitoo'),
      syncProductsWorkflowId(brand.brand),
      ...FOLLOWER_NAMES.map((follower) => followerWorkflowId(brand.brand, follower)),
    );
    lastNumber = 10_000;
    undisturbed = newProcess();
  }

  /** A web order whose workflow runs, ready to be placed at a location. */
  async function webOrder(
    location: 'dc' | 'store-01',
    price: { readonly priceMinor?: number } = {},
  ): Promise<PlaceFulfilment & { readonly number: CentraOrderNumber }> {
    lastNumber += 1;
    const number: CentraOrderNumber = asId(lastNumber);
    await shop.act({
      type: 'web.order',
      order: lastNumber,
      lines: [
        { sku: 'TEE-M', quantity: 2, ...price },
        { sku: 'CAP', quantity: 1, ...price },
      ],
      delivery: 'home',
      location,
      customer: webCustomer,
    });
    const { facts } = await run('readOrder', { origin: 'centra', number, corrections: {} });
    temporal.runs(orderWorkflowId(brand.brand, 'centra', number));
    return {
      origin: 'centra',
      number,
      fulfilment: 1,
      location,
      kind: location === 'dc' ? 'warehouse' : 'store',
      brand: brand.brand,
      lines: planFulfilments(facts)[0]?.lines ?? [],
      planned: [{ fulfilment: 1, location }],
      corrections: {},
      checkedRevision: facts.revision,
    };
  }

  /** A sale at a till whose goods the warehouse sends; its workflow runs. */
  async function tillOrder(): Promise<PlaceFulfilment & { readonly number: SitooOrderId }> {
    lastNumber += 1;
    const { orderid = 0 } = await tills.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: `R${lastNumber}`,
      lines: [{ sku: 'TEE-M', quantity: 2 }],
      deliver: 'warehouse',
      customer: tillCustomer,
    });
    const number: SitooOrderId = asId(orderid);
    const { facts } = await run('readOrder', { origin: 'sitoo', number, corrections: {} });
    temporal.runs(orderWorkflowId(brand.brand, 'sitoo', number));
    return {
      origin: 'sitoo',
      number,
      fulfilment: 1,
      location: 'dc',
      kind: 'warehouse',
      brand: brand.brand,
      lines: planFulfilments(facts)[0]?.lines ?? [],
      planned: [{ fulfilment: 1, location: 'dc' }],
      corrections: {},
      checkedRevision: facts.revision,
    };
  }

  return {
    brand,
    dependencies,
    records,
    temporal,
    controls: simulated.controls,
    shop,
    tills,
    warehouse,
    run,
    newProcess,
    /** Every activity that there is. */
    activityNames: () => Object.keys(createActivities(dependencies)).sort(),
    beginStory,
    webOrder,
    tillOrder,
    workflowOf: ({ origin, number }: OrderRef) => orderWorkflowId(brand.brand, origin, number),
    letTimePass: () => letTimePass(database),
    finalState: () => finalState(database, simulated.controls, temporal),
    async close(): Promise<void> {
      await simulated.close();
      await database.end();
      await closeRecords();
    },
  };
}

export type WorldOfKills = Awaited<ReturnType<typeof openWorldOfKills>>;
