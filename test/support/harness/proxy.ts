import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
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

/** A network between us and a server that can begin to swallow packets, without a word to either side. */
export interface SwallowingNetwork {
  /** The address of the server behind the network, as a client takes it. */
  readonly url: string;
  /** From now on nothing passes over the connections that there are; new ones work. Returns how many there are. */
  swallow(): number;
  close(): Promise<void>;
}

/** Forwards all bytes to the host and port in a URL until it is told to swallow them. */
export async function startSwallowingNetwork(target: string): Promise<SwallowingNetwork> {
  const address = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createTcpServer((near) => {
    const far = connect(Number(address.port), address.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => pairs.delete(pair));
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallow() {
      for (const [near, far] of pairs) {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      }
      return pairs.size;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const pair of pairs) for (const socket of pair) socket.destroy();
      }),
  };
}
