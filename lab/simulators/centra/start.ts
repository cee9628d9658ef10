import { CallLog } from '../kit/call-log.js';
import { FaultPlan } from '../kit/faults.js';
import { startJsonServer } from '../kit/json-server.js';
import type { World } from '../kit/world.js';
import { createControl } from './control.js';
import { createGraphqlApi } from './graphql-api.js';
import { Limits, type Plan } from './limits.js';
import { openShop } from './shop.js';
import type { RunLater } from './state.js';
import { WebhookSender } from './webhook-sender.js';

const EMPTY_WORLD: World = { currency: 'SEK', locations: [], products: [], stock: [] };

/**
 * Centra as far as its contract is known, over HTTP on loopback, with a state of its own. `speed` multiplies the quotas of
 * the plan, so that a rehearsal faster than life meets the same limits; the clock itself stays real.
 * @returns `url` is the base address; GraphQL is at `/graphql`, `/_sim/...` steers the simulation (../README.md).
 */
export async function startCentraSimulator(options: {
  port?: number;
  token: string;
  plan?: Plan;
  speed?: number;
  world?: World;
  /** Signs webhooks whose destination names no secret of its own. */
  webhookSecret?: string;
  latencyMs?: number;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { plan = 'growth', speed = 1, world = EMPTY_WORLD, latencyMs = 4, webhookSecret } = options;
  const log = new CallLog();
  const faults = new FaultPlan(() => shop.state.settings.readings.lateEffect);
  const limits = new Limits(plan, speed);
  const timers = new Set<NodeJS.Timeout>();
  const runLater: RunLater = (ms, run) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const webhooks = new WebhookSender(runLater);
  let shop = openShop(world, { limits, webhooks, runLater });
  const api = createGraphqlApi({
    token: options.token,
    log,
    limits,
    root: () => shop.root,
    lists: () => shop.state.settings.readings.unknownLists,
    extensions: () => shop.state.settings.extensions,
  });
  const control = createControl({
    log,
    faults,
    webhooks,
    state: () => shop.state,
    newWorld: (next) => {
      shop = openShop(next, { limits, webhooks, runLater });
    },
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
  });
  const server = await startJsonServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    latencyMs,
    log,
    faults,
    ...api,
    control: (request) => control(request.method, request.path, request.body),
  });
  return {
    url: server.origin,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await server.close();
    },
  };
}
