import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands between us and a counterpart and has its way with the answers; the counterpart knows nothing of it. */
export async function startProxy(
  target: string,
  spoil: (answer: string) => string,
): Promise<{ url: string; close(): Promise<void> }> {
  async function passOn(path: string, authorization: string, body: Buffer) {
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${target}${path}`, { method: 'POST', headers, body: body.toString('utf8') });
    return { status: answer.status, text: spoil(await answer.text()) };
  }
  const server = createServer((request, response) => {
    buffer(request)
      .then((body) => passOn(request.url ?? '/', request.headers.authorization ?? '', body))
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
