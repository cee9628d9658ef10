import { CallLog } from '../kit/call-log.js';
import { FaultPlan } from '../kit/faults.js';
import { startJsonServer } from '../kit/json-server.js';
import type { World } from '../kit/world.js';
import { createApi, operationOf } from './api.js';
import { createControl } from './control.js';
import { EventSender } from './event-sender.js';
import { ShopEvents } from './events.js';
import { RateLimit } from './rate-limit.js';
import { Shop } from './shop.js';
import { SimulatorState } from './state.js';

const EMPTY_WORLD: World = { currency: 'SEK', locations: [], products: [], stock: [] };

/**
 * Sitoo as the contract notes describe it, over HTTP on loopback, with a state of its own. `speed` shortens the pauses
 * between event retries and widens the rate limit; the clock itself stays real.
 * @returns `url` including the account; `/_sim/...` on the same origin steers the simulation (../README.md).
 */
export async function startSitooSimulator(options: {
  port?: number;
  apiId: string;
  password: string;
  accountId?: number;
  speed?: number;
  world?: World;
  latencyMs?: number;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { apiId, password, accountId = 90_001, speed = 1, world = EMPTY_WORLD, latencyMs = 4 } = options;
  const log = new CallLog();
  const faults = new FaultPlan(() => shop.readings.lateEffect);
  const sender = new EventSender(speed);
  const events = new ShopEvents(sender, accountId);
  const shop = new Shop(new SimulatorState(world), events);
  const rateLimit = new RateLimit(speed);
  const tooMany = { status: 429, json: { statuscode: 429, errortext: 'Too many connections' } };
  const server = await startJsonServer({
    ...(options.port === undefined ? {} : { port: options.port }),
    latencyMs,
    log,
    faults,
    operation: operationOf,
    refuseEarly() {
      // One connection an account: the second one is turned away while the first is still being served.
      const refusal = log.inFlight > 1 ? tooMany : rateLimit.take();
      if (refusal !== undefined) log.throttle();
      return refusal;
    },
    answer: createApi({ shop, log, accountId, apiId, password }),
    control: createControl({ shop, log, faults, sender }),
  });
  return {
    url: `${server.origin}/v2/accounts/${accountId}`,
    async close() {
      events.stop();
      sender.stop();
      await server.close();
    },
  };
}
