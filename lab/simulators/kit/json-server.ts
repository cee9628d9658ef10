import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, send } from './answer.js';
import type { CallLog } from './call-log.js';
import type { FaultPlan } from './faults.js';
import { answerWithFault } from './faulty-answer.js';

/** A request as a simulator sees it. */
export interface SimulatorRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface JsonServer {
  /** Origin, e.g. `http://127.0.0.1:40123`. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * An HTTP server on loopback that plays a counterpart: counts calls, applies latency and faults, and answers.
 * Paths under `/_sim/` steer the simulation; they are neither counted nor disturbed.
 */
export async function startJsonServer(simulation: {
  port?: number;
  latencyMs: number;
  log: CallLog;
  faults: FaultPlan;
  /** Names the operation for counts and faults, e.g. `POST orders`. */
  operation(request: SimulatorRequest): string;
  /** Looks at a call the moment it comes; an answer here refuses it before anything else happens. */
  refuseEarly?(request: SimulatorRequest): Answer | undefined;
  answer(request: SimulatorRequest): Answer;
  control(request: SimulatorRequest): Answer | Promise<Answer>;
}): Promise<JsonServer> {
  const { log, faults, latencyMs } = simulation;

  async function counterpart(request: SimulatorRequest, response: ServerResponse): Promise<void> {
    const operation = simulation.operation(request);
    const leave = log.enter(operation);
    // A caller that hung up is no longer in flight, although its call may still take effect.
    response.once('close', leave);
    try {
      const refusal = simulation.refuseEarly?.(request);
      if (refusal !== undefined) return send(response, refusal);
      const fault = faults.take(operation);
      await delay(latencyMs);
      await answerWithFault(fault, response, () => simulation.answer(request));
    } finally {
      leave();
    }
  }

  const server = createServer((request, response) => {
    void read(request)
      .then(async (request) => {
        if (request.path.startsWith('/_sim/')) send(response, await simulation.control(request));
        else await counterpart(request, response);
      })
      .catch((error: unknown) => {
        const sentence = error instanceof Error ? error.message : String(error);
        log.refuse(`the simulator failed: ${sentence}`);
        send(response, { status: 500, json: { statuscode: 500, errortext: sentence } });
      });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(simulation.port ?? 0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<SimulatorRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const url = new URL(request.url ?? '/', 'http://loopback');
  return {
    method: request.method ?? 'GET',
    path: decodeURI(url.pathname),
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

const delay = (ms: number) => new Promise<void>((passed) => setTimeout(passed, ms));
