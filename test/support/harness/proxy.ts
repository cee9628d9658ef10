import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Forwards our calls to a counterpart and changes its answers on their way back; the counterpart does not know. */
export async function startProxy(
  target: string,
  corrupt: (answer: string) => string,
): Promise<{ url: string; close(): Promise<void> }> {
  async function forward(path: string, authorization: string, body: Buffer) {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${target}${path}`, { method: 'POST', headers, body: body.toString('utf8') });
    return { status: answer.status, text: corrupt(await answer.text()) };
  }
  const server = createServer((request, response) => {
    buffer(request)
      .then((body) => forward(request.url ?? '/', request.headers.authorization ?? '', body))
      .then(({ status, text }) => response.writeHead(status, { 'content-type': 'application/json' }).end(text))
      .catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
