import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Ping } from './ping.js';
import type { WorkerState } from './worker-group.js';

/** What is known about a worker process at a moment. */
export interface Condition {
  readonly workers: readonly WorkerState[];
  /** The longest pause of its event loop lately, ms, and whether that is too long. */
  readonly loop: { readonly longestMs: number; readonly isTooLong: boolean };
  readonly ping: Ping;
  /** Whether the records answer. */
  readonly records: boolean;
}

/** An answer to an orchestrator: 200 or 503, and the reasons for people. */
export interface Health {
  readonly ok: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Workflow code that hangs holds its thread for five seconds at a time; a minute without any answer is no such moment. */
const SILENT_FOR_MS = 60_000;

/** A worker in any other state has ended and does not come back. One that is stopping finishes what is under way, and must not be ended. */
const LIVING: readonly string[] = ['INITIALIZED', 'RUNNING', 'STOPPING', 'DRAINING', 'DRAINED'];

/**
 * Whether the process should go on. Only what a restart cures counts against it: a worker that ended, an event loop that stands
 * still again and again, workflows that answer nothing although the server is there. When Temporal itself is away, a restart does not
 * help, so the process is alive and says `"temporal": "away"`.
 */
export function liveness({ workers, loop, ping }: Omit<Condition, 'records'>): Health {
  const dead = workers.filter(({ state }) => !LIVING.includes(state));
  const isSilent = ping.state === 'silent' && ping.forMs > SILENT_FOR_MS;
  return {
    ok: workers.length > 0 && dead.length === 0 && !loop.isTooLong && !isSilent,
    body: { workers: statesOf(workers), longestPauseMs: loop.longestMs, temporal: ping.state },
  };
}

/** Whether the process does its work now: it is alive, Temporal hands it work, and the records answer. */
export function readiness(condition: Condition): Health {
  const live = liveness(condition);
  const isRunning = condition.workers.every(({ state }) => state === 'RUNNING');
  return {
    ok: live.ok && isRunning && condition.ping.state === 'answered' && condition.records,
    body: { ...live.body, records: condition.records ? 'answered' : 'away' },
  };
}

/** How many workers are in which state. */
function statesOf(workers: readonly WorkerState[]): Record<string, number> {
  const states: Record<string, number> = {};
  for (const { state } of workers) states[state] = (states[state] ?? 0) + 1;
  return states;
}

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface HealthServerOptions {
  readonly host: string;
  readonly port: number;
  readonly live: () => Health;
  readonly ready: () => Promise<Health>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Answers `GET /livez` and `GET /readyz` from the main thread, where the work is done: a process that hangs cannot answer, which is
 * the proof. A port that another worker on this machine has is replaced by a free one, and the log says which.
 */
export async function startHealthServer({ host, port, live, ready, log }: HealthServerOptions): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer = ({ ok, body }: Health) =>
      response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ ok, ...body }));
    if (request.url === '/livez') answer(live());
    else if (request.url === '/readyz')
      ready().then(answer, (problem) => answer({ ok: false, body: { why: String(problem) } }));
    else response.writeHead(404).end();
  });
  await listen(server, host, port).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code !== 'EADDRINUSE') throw problem;
    log.warn({ port }, 'The port for health checks is taken; another one is used');
    return listen(server, host, 0);
  });
  // It answers while there is work, and keeps no process alive.
  server.unref();
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  log.info({ url }, 'Health checks are answered');
  return {
    url,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      listening();
    });
  });
