import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCentra } from '../../systems/centra/adapter.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { TOKEN } from './centra-harness.js';

export interface OneAnswer {
  readonly centra: CentraPort;
  close(): Promise<void>;
}

/** A Centra that gives one and the same answer to everything. */
export async function answering(body: object): Promise<OneAnswer> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const { port } = server.address() as AddressInfo;
  return {
    centra: createCentra({ url: `http://127.0.0.1:${port}`, token: TOKEN, limiter: unlimited, timeoutMs: 1_000 }),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
      }),
  };
}
