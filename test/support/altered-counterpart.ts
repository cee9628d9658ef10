import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'undici';

/** An answer on its way: what a test makes of it goes out. */
export interface PassingAnswer {
  /** Path below the address, with its query. */
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly json: unknown;
}

export interface AlteredCounterpart {
  /** Takes the place of the counterpart's own address. */
  readonly url: string;
  /** Answers from now on; undefined leaves them as they are. */
  alter(change: ((answer: PassingAnswer) => { status?: number; json: unknown } | undefined) | undefined): void;
  /** Methods and root fields of what passed. */
  readonly passed: string[];
  close(): Promise<void>;
}

/** Stands before a counterpart and changes what it answers, for whoever must notice. */
export async function alterCounterpart(url: string): Promise<AlteredCounterpart> {
  const target = new URL(url);
  let change: Parameters<AlteredCounterpart['alter']>[0];
  const passed: string[] = [];
  async function pass(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const path = message.url ?? '/';
    passed.push(`${message.method} ${path} ${body}`);
    const { host: _host, connection: _connection, ...headers } = message.headers;
    const answer = await request(new URL(path, target.origin), {
      method: message.method === 'GET' ? 'GET' : 'POST',
      headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => typeof value === 'string')),
      ...(body === '' ? {} : { body }),
    });
    const json: unknown = await answer.body.json();
    const altered = change?.({ path, body, status: answer.statusCode, json });
    response.writeHead(altered?.status ?? answer.statusCode, { 'content-type': 'application/json' });
    response.end(JSON.stringify(altered === undefined ? json : altered.json));
  }
  const server = createServer((message, response) => {
    pass(message, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}${target.pathname.replace(/\/$/, '')}`,
    alter(next) {
      change = next;
    },
    passed,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Changes every object below `value` that has the field; the others stay as they are. */
export function changeField(value: unknown, name: string, change: (of: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => changeField(one, name, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, of]): [string, unknown][] => {
      const made = key === name ? change(of) : changeField(of, name, change);
      return made === undefined ? [] : [[key, made]];
    }),
  );
}
