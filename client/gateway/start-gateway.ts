import { fastify } from 'fastify';
import type { Logger } from 'pino';
import type { EventSecrets } from '../../config/environment.js';
import type { FollowerOfBrand } from '../../domain/followers.js';
import type { Records } from '../../systems/database/port.js';
import { watchLoopDelay } from '../../systems/loop-delay.js';
import { receiveEvents } from './receive.js';
import { eventSources, type SourcesOptions } from './verified-sources.js';
import { createWaker } from './waker.js';

export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly records: { readonly inbox: Pick<Records['inbox'], 'store' | 'pending' | 'roundsBegun'> };
  readonly brand: SourcesOptions['brand'];
  /** Followers that are woken when it starts. */
  readonly followers: readonly FollowerOfBrand[];
  /** Wakes a follower; called after the answer, batched, and allowed to fail. */
  readonly wake: (follower: FollowerOfBrand) => Promise<void>;
  /** At most one wake of a follower starts in this time, ms; the first one immediately. */
  readonly gatherMs?: (follower: FollowerOfBrand) => number;
  /** So much later than the others a follower is woken, ms; none when left out. */
  readonly delayMs?: (follower: FollowerOfBrand) => number;
  readonly secrets: EventSecrets;
  readonly log: Logger;
  /** Our clock, epoch milliseconds; for the age of signatures. */
  readonly nowMs?: () => number;
}

export interface Gateway {
  readonly url: string;
  /** Accepts no more requests, finishes those under way, and wakes their followers. */
  close(): Promise<void>;
}

/**
 * Starts the server that receives the counterparts' events: `POST /events` and `/webhooks/sitoo/events` (Sitoo),
 * `/webhooks/centra`, `/webhooks/wms`, as far as the brand has the system; `GET /livez` (and `/healthz`) says that the process lives, `/readyz` that it can store events.
 * A source without a secret is closed, and the log says so.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { brand, records, wake, secrets, log, nowMs = Date.now } = options;
  const app = fastify({ logger: false, forceCloseConnections: 'idle' });
  const waker = createWaker({
    wake,
    log,
    roundsBegun: (follower) => records.inbox.roundsBegun(follower),
    ...(options.gatherMs === undefined ? {} : { gatherMs: options.gatherMs }),
    ...(options.delayMs === undefined ? {} : { delayMs: options.delayMs }),
  });

  // Signatures cover the bytes as sent, so nothing may parse them before us.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  for (const source of eventSources({ brand, secrets, nowMs })) {
    if (source.closed !== undefined) log.warn({ system: source.system }, source.closed);
    receiveEvents(app, source, { inbox: records.inbox, waker, log });
  }
  if (secrets.sitooUnsigned)
    log.warn('SITOO_EVENTS_AUTH is none: anyone who reaches the gateway can send Sitoo events');

  const loop = watchLoopDelay();
  app.get('/healthz', async () => ({ alive: true }));
  app.get('/livez', async (_request, reply) =>
    reply.code(loop.isTooLong ? 503 : 200).send({ ok: !loop.isTooLong, longestPauseMs: loop.longestMs }),
  );
  app.get('/readyz', async (_request, reply) => {
    try {
      await records.inbox.pending('centra', 1);
      return { ready: true };
    } catch (err) {
      log.warn({ err }, 'The inbox cannot be reached');
      return reply.code(503).send({ ready: false });
    }
  });

  const url = await app.listen({ port: options.port, host: options.host });
  // Events stored just before an earlier gateway died woke no follower; and a follower that never ran starts now.
  for (const follower of options.followers) waker.ask(follower);
  log.info({ url }, 'The gateway receives events');
  return {
    url,
    async close() {
      loop.stop();
      await app.close();
      await waker.close();
    },
  };
}
