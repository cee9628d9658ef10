import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Brand } from '../domain/brand.js';
import { followersOf, followerWorkflowId } from '../domain/followers.js';
import type { Records } from '../systems/database/port.js';
import { watchLoopDelay } from '../systems/loop-delay.js';
import { liveness, readiness, startHealthServer } from './health.js';
import { keepPinging } from './ping.js';
import type { WorkerGroup } from './worker-group.js';

/** The records answer in milliseconds; an orchestrator waits five seconds for us. */
const RECORDS_WITHIN_MS = 3_000;

export interface WatchedWorker {
  readonly workers: Pick<WorkerGroup, 'state'>;
  readonly brand: Pick<Brand, 'brand' | 'locations' | 'returns'>;
  readonly records: Pick<Records, 'inbox'>;
  readonly client: Client;
  readonly log: Logger;
  readonly host: string;
  readonly port: number;
}

/** Watches whether this worker process does its work, and says so over HTTP until it is closed. */
export async function watchHealth({ workers, brand, records, client, log, host, port }: WatchedWorker) {
  const loop = watchLoopDelay();
  // Any workflow that always runs.
  const [follower = 'centra'] = followersOf(brand);
  const pinging = keepPinging(client, followerWorkflowId(brand.brand, follower));
  const condition = () => ({ workers: workers.state(), loop, ping: pinging.last() });
  const server = await startHealthServer({
    host,
    port,
    live: () => liveness(condition()),
    ready: async () => readiness({ ...condition(), records: await answers(records) }),
    log,
  });
  return {
    url: server.url,
    close: async (): Promise<void> => {
      loop.stop();
      pinging.stop();
      await server.close();
    },
  };
}

async function answers({ inbox }: Pick<Records, 'inbox'>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, RECORDS_WITHIN_MS, false);
  });
  const asked = inbox.roundsBegun('centra').then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
