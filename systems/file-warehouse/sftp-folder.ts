import { createHash } from 'node:crypto';
import type SftpClient from 'ssh2-sftp-client';
import { SystemProblem } from '../problem.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { temporaryName } from './file-names.js';

export interface SftpAccount {
  /** `sftp://host:port/path`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** `SHA256:…` of the server's key, as `ssh-keygen -lf` shows it. Without it nothing is sent: addresses must reach no stranger. */
  readonly hostKey?: string | undefined;
  readonly timeoutMs: number;
}

const USUAL_PORT = 22;
const REGULAR_FILE = '-';

/** A folder of an SFTP server. The connection is made when it is needed, kept, and made again after any failure. */
export function sftpFolder(account: SftpAccount): ExchangeFolder {
  const url = new URL(account.url);
  const root = decodeURIComponent(url.pathname).replace(/\/+$/, '') || '/';
  const at = (path: string): string => `${root === '/' ? '' : root}/${path}`;
  let connected: Promise<SftpClient> | undefined;

  async function withClient<T>(operation: string, work: (client: SftpClient) => Promise<T>): Promise<T> {
    connected ??= connect(url, account);
    const mine = connected;
    try {
      return await work(await mine);
    } catch (cause) {
      if (connected === mine) connected = undefined;
      void mine.then((client) => client.end()).catch(() => {});
      throw cause instanceof SystemProblem ? cause : problemOf(operation, cause);
    }
  }

  return {
    list: (folder) =>
      withClient(`list ${folder}`, async (client) => {
        if (!(await client.exists(at(folder)))) return [];
        return (await client.list(at(folder))).filter(({ type }) => type === REGULAR_FILE).map(({ name }) => name);
      }),
    read: (path) =>
      withClient(`read ${path}`, async (client) => {
        if (!(await client.exists(at(path)))) return undefined;
        const content = await client.get(at(path));
        if (Buffer.isBuffer(content)) return content;
        throw new Error('the library gave no buffer');
      }),
    write: (path, content) =>
      withClient(`write ${path}`, async (client) => {
        const cut = path.lastIndexOf('/') + 1;
        const temporary = `${path.slice(0, cut)}${temporaryName(path.slice(cut))}`;
        await client.put(content, at(temporary));
        await replace(client, at(temporary), at(path));
      }),
    move: (from, to) =>
      withClient(`move ${from}`, async (client) => {
        if (await client.exists(at(from))) await replace(client, at(from), at(to));
      }),
    remove: (path) => withClient(`remove ${path}`, async (client) => void (await client.delete(at(path), true))),
    make: (folders) =>
      withClient('make folders', async (client) => {
        for (const folder of folders) if (!(await client.exists(at(folder)))) await client.mkdir(at(folder), true);
      }),
    async close() {
      const client = await connected?.catch(() => undefined);
      connected = undefined;
      await client?.end().catch(() => {});
    },
  };
}

/** Plain SFTP refuses to rename onto a file that is there; the extension of OpenSSH replaces it in one step. */
async function replace(client: SftpClient, from: string, to: string): Promise<void> {
  try {
    await client.posixRename(from, to);
  } catch {
    await client.delete(to, true);
    await client.rename(from, to);
  }
}

async function connect(url: URL, { user, password, hostKey, timeoutMs }: SftpAccount): Promise<SftpClient> {
  // Loaded when it is needed: an installation with another warehouse system needs none of it.
  const { default: Client } = await import('ssh2-sftp-client');
  const client = new Client();
  let shown: string | undefined;
  // A connection that ends while nobody uses it fails at its next use.
  for (const event of ['error', 'end', 'close'] as const) client.on(event, () => {});
  try {
    await client.connect({
      host: url.hostname,
      port: Number(url.port || USUAL_PORT),
      username: user,
      password,
      readyTimeout: timeoutMs,
      hostVerifier: (key: Buffer) => {
        shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return shown === hostKey;
      },
    });
    return client;
  } catch (cause) {
    await client.end().catch(() => {});
    if (shown !== undefined && shown !== hostKey)
      throw new SystemProblem({
        kind: 'unauthorised',
        system: 'wms',
        operation: 'connect',
        sentence: `The SFTP server of the warehouse shows the key ${shown}, and the brand file names ${hostKey ?? 'none'}. Ask the warehouse whether that is its key, and write it into warehouse.files.hostKey.`,
      });
    throw problemOf('connect', cause);
  }
}

function problemOf(operation: string, cause: unknown): SystemProblem {
  const text = cause instanceof Error ? cause.message : '';
  const isRefused = /authentication/i.test(text);
  return new SystemProblem({
    kind: isRefused ? 'unauthorised' : 'unreachable',
    system: 'wms',
    operation,
    sentence: isRefused
      ? 'The SFTP server of the warehouse refuses our user: check WMS_USER and WMS_PASSWORD.'
      : `The SFTP server of the warehouse did not do what was asked (${operation}).`,
    cause,
  });
}
