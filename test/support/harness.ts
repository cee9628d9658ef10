import { NativeConnection } from '@temporalio/worker';
import { type Activities, createActivities } from '../../activities/index.js';
import { startGateway } from '../../client/gateway/start-gateway.js';
import { startPublishers } from '../../client/stock/start-publishers.js';
import { connect } from '../../client/temporal.js';
import { followInput, wakeFollower } from '../../client/wake-follower.js';
import { brandSchema } from '../../config/brand.js';
import { createLog } from '../../config/log.js';
import type { Brand } from '../../domain/brand.js';
import { followersOf, followerWorkflowId } from '../../domain/followers.js';
import { taskQueueOf } from '../../domain/names.js';
import { portsOf } from '../../systems/absent.js';
import { connectSystems } from '../../systems/connect.js';
import { brandWorkers } from '../../workers/brand-workers.js';
import { installRuntime } from '../../workers/runtime.js';
import { CANARY, tillCustomer, webCustomer } from './harness/canaries.js';
import { counterpartStates } from './harness/counterpart-states.js';
import { startCounterparts } from './harness/counterparts.js';
import { bundleOfWorkflows } from './harness/histories.js';
import { keepHistory, type Way } from './harness/kept-histories.js';
import { onlyNamedSystems } from './harness/only-named-systems.js';
import { type OrderUnderTest, orderUnderTest } from './harness/order-under-test.js';
import { people } from './harness/people.js';
import { smallBrand } from './harness/world.js';
import { freshRecords } from './records-of-test.js';
import { temporalNamespace, temporalOfTheRun } from './temporal-of-the-run.js';

/** Log lines of the worker, the SDK, the gateway and the adapters, of every harness in this process. */
const lines: string[] = [];
const log = createLog('harness', {
  level: 'debug',
  terminal: false,
  destination: { write: (line) => lines.push(line) },
});
/** The SDK has one runtime a process, and a file may start several harnesses. */
let sdkLogInstalled = false;
function installSdkLog(): void {
  if (!sdkLogInstalled) installRuntime(log);
  sdkLogInstalled = true;
}

/** Followers of a test gather hardly at all: a test has few events and waits for each. */
const GATHER_MS = 20;

export type Lines = readonly { readonly sku: string; readonly quantity: number; readonly priceMinor?: number }[];

export interface WebOrderOptions {
  readonly lines?: Lines;
  readonly delivery?: 'home' | 'collect';
  readonly location?: string;
  /** Its number, when the test must know it beforehand. */
  readonly order?: number;
  /** Anything else that the shop's simulator takes with an order. */
  readonly [field: string]: unknown;
}

export interface HarnessOptions {
  /** Changes Centra's responses before they reach us. */
  readonly corruptCentra?: (answer: string) => string;
  /** Wraps the worker's activities. */
  readonly wrapActivities?: (activities: Activities) => Activities;
}

/**
 * Everything that fulfils orders, in this process: three counterparts, a database, the gateway, the workers of a task
 * queue of its own, and the followers. Real servers, real adapters; only the counterparts are simulated.
 */
export async function startHarness(
  name: string,
  changes: Readonly<Record<string, unknown>> = {},
  { corruptCentra, wrapActivities = (activities) => activities }: HarnessOptions = {},
) {
  // The server outlives a test file, and order ids may never come back.
  const brand: Brand = brandSchema.parse(smallBrand(`${name}-${Date.now().toString(36)}`, changes));
  const taskQueue = taskQueueOf(brand.brand);
  installSdkLog();
  // Bundling keeps this thread busy for seconds on a busy machine, and a connection has five to be made.
  const bundle = await bundleOfWorkflows();
  const [{ databaseUrl, records, close: closeRecords }, simulated, client, connection] = await Promise.all([
    freshRecords(),
    startCounterparts(corruptCentra),
    connect(temporalOfTheRun()),
    NativeConnection.connect(temporalOfTheRun()),
  ]);
  const connected = connectSystems({ brand, counterparts: simulated.counterparts, databaseUrl, logger: log });
  const { systems, strays } = onlyNamedSystems(portsOf(connected));
  const workers = await brandWorkers({
    connection,
    namespace: temporalNamespace,
    taskQueue,
    activities: wrapActivities(createActivities({ brand, ...systems, records, temporal: client, log })),
    workflows: { workflowBundle: bundle },
    rehearsal: true,
  });
  const running = workers.run();
  await Promise.all(
    followersOf(brand).map((follower) =>
      client.workflow.start('follow', {
        workflowId: followerWorkflowId(brand.brand, follower),
        taskQueue,
        args: [{ ...followInput(brand, follower), gatherMs: GATHER_MS }],
      }),
    ),
  );
  const publishers = await startPublishers(client, brand);
  const gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    brand,
    records,
    secrets: simulated.secrets,
    followers: followersOf(brand),
    wake: (follower) => wakeFollower(client, brand, follower),
    log,
  });
  await simulated.sendEventsTo(gateway.url);

  let lastNumber = 10_000;
  const nextNumber = () => ++lastNumber;
  const shop = people('web shop', simulated.controls.centra);
  const tills = people('tills', simulated.controls.sitoo);
  const warehouse = people('warehouse', simulated.controls.wms);
  const orders: OrderUnderTest[] = [];
  const watch = (origin: 'centra' | 'sitoo', number: number): OrderUnderTest => {
    const order = orderUnderTest(client, brand.brand, origin, String(number));
    orders.push(order);
    return order;
  };

  return {
    brand,
    client,
    records,
    databaseUrl,
    bundle,
    /** The adapters, to look at what a counterpart holds. */
    systems,
    counterparts: simulated.counterparts,
    controls: simulated.controls,
    states: counterpartStates(simulated.controls),
    shop,
    tills,
    warehouse,
    /** All orders of this harness so far. */
    orders,
    lines,

    /** A customer orders in the web shop; sent home from the warehouse unless the options say otherwise. */
    async webOrder({
      lines: wanted,
      order: number = nextNumber(),
      ...wish
    }: WebOrderOptions = {}): Promise<OrderUnderTest> {
      await shop.act({
        type: 'web.order',
        order: number,
        lines: wanted ?? [{ sku: 'TEE-M', quantity: 2 }],
        delivery: 'home',
        customer: webCustomer,
        giftMessage: CANARY.giftMessage,
        ...wish,
      });
      return watch('centra', number);
    },

    /** A sale at a till of store-01 whose goods the warehouse sends. */
    async tillOrder(wanted: Lines = [{ sku: 'TEE-M', quantity: 2 }]): Promise<OrderUnderTest> {
      const { orderid = 0 } = await tills.act({
        type: 'pos.sale',
        location: 'store-01',
        receipt: `R${nextNumber()}`,
        lines: wanted,
        deliver: 'warehouse',
        customer: tillCustomer,
      });
      return watch('sitoo', orderid);
    },

    /** The warehouse picks an order in full and sends it. */
    async sendFromWarehouse(orderName: string, waybill: string): Promise<void> {
      await warehouse.actSoon({ type: 'wms.pick', name: orderName });
      await warehouse.act({ type: 'wms.ship', name: orderName, waybill });
    },

    /** The store packs an order for home delivery and sends it. */
    async sendFromStore(orderName: string, waybill: string): Promise<void> {
      await tills.actSoon({ type: 'store.pick', name: orderName });
      await tills.act({ type: 'store.ship', name: orderName, waybill });
    },

    /** Keeps the history of an execution as the example of its way, for the stored histories. */
    keep: (way: Way, execution: { readonly workflowId: string }): Promise<void> => keepHistory(client, way, execution),

    async close(): Promise<void> {
      for (const follower of followersOf(brand))
        await client.workflow.getHandle(followerWorkflowId(brand.brand, follower)).terminate('the test is over');
      for (const id of publishers) await client.workflow.getHandle(id).terminate('the test is over');
      await gateway.close();
      workers.shutdown();
      await running;
      await connected.close();
      await simulated.close();
      await client.connection.close();
      await connection.close();
      await closeRecords();
      if (strays.size > 0) throw new Error(`Calls left their task queue:\n${[...strays].join('\n')}`);
    },
  };
}

export type Harness = Awaited<ReturnType<typeof startHarness>>;
