import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, send } from '../kit/answer.js';
import { CallLog } from '../kit/call-log.js';
import { FaultPlan } from '../kit/faults.js';
import { answerWithFault } from '../kit/faulty-answer.js';
import type { World } from '../kit/world.js';
import { answerControlCall, type ControlledSimulator } from './control-api.js';
import { attempt, operationOf, refuseOddTransport, textOf } from './exchange.js';
import { Refusal } from './refusal.js';
import { answerVendorCall } from './vendor-api.js';
import { WarehouseState } from './warehouse-state.js';
import { orderPayload, stockPayload } from './webhook-payloads.js';
import { Webhooks } from './webhooks.js';

export interface OngoingSimulatorOptions {
  /** 0 or nothing: any free port. Loopback only. */
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  readonly goodsOwnerId: number;
  /** How many times faster than life the webhook retries run. */
  readonly speed?: number;
  readonly world?: World;
  /** Time for one call, milliseconds; each further call in flight adds as much again. Default 4. */
  readonly latencyMs?: number;
  /** The webhooks' `X-Auth-Token` when `POST /_sim/webhook` names none. */
  readonly webhookToken?: string;
}

const EMPTY_WORLD: World = { currency: 'SEK', locations: [], products: [], stock: [] };
const PREFIX = '/api/v1/';
const CONTROL = '/_sim/';

/** A warehouse with the Goods Owner API of Ongoing WMS. `url` ends with `/api/v1`; its control API is at `/_sim`. */
export async function startOngoingSimulator(
  options: OngoingSimulatorOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const latencyMs = options.latencyMs ?? 4;
  const authorization = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`;
  const log = new CallLog();
  const faults = new FaultPlan(() => state.readings.lateEffect);
  const webhooks = new Webhooks(options.speed ?? 1, options.webhookToken);
  const open = (world: World) =>
    new WarehouseState(world, latencyMs * 3, (_moment, order) =>
      webhooks.announce(order.orderNumber, orderPayload(order, options.goodsOwnerId)),
    );
  let state = open(options.world ?? EMPTY_WORLD);

  const controlled: ControlledSimulator = {
    state: () => state,
    restart: (world) => {
      state = open(world);
    },
    onStockMove: (move) =>
      webhooks.announce(move.sku, stockPayload(move, state.shelves.articles.get(move.sku)?.articleSystemId)),
    calls: () => ({ ...log.report(), webhooks: webhooks.report() }),
    faults,
    webhooks,
  };

  async function vendor(message: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const { operation, id } = operationOf(message.method ?? 'GET', url.pathname.slice(PREFIX.length));
    const fault = faults.take(operation);
    if (fault?.kind === 'status' && fault.status === 429) log.throttle();
    const leave = log.enter(operation);
    response.once('close', leave);
    const body = await textOf(message);
    await pause(latencyMs * log.inFlight);
    await answerWithFault(fault, response, () =>
      attempt(() => {
        if (message.headers.authorization !== authorization) throw new Refusal(401, 'Authorization has been denied.');
        refuseOddTransport(message, log);
        const call = { operation, id, query: url.searchParams, body };
        const { goodsOwnerId } = options;
        return answerVendorCall({ state, goodsOwnerId }, call, (reason) => log.refuse(reason));
      }),
    );
    leave();
  }

  async function control(message: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const body = await textOf(message);
    const operation = `${message.method} ${url.pathname.slice(CONTROL.length)}`;
    const answer: Answer = attempt(() => ({ status: 200, body: answerControlCall(controlled, operation, body) }));
    send(response, answer);
  }

  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', 'http://simulator');
    const handled = url.pathname.startsWith(CONTROL) ? control(message, url, response) : vendor(message, url, response);
    handled.catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    close: async () => {
      webhooks.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
