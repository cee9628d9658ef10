import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type SftpClient from 'ssh2-sftp-client';
import { SystemProblem } from '../problem.js';

export interface SftpAccount {
  /** `sftp://host:port/path`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** `SHA256:…` of the server's key, as `ssh-keygen -lf` shows it. Without it nothing is sent: addresses must reach no stranger. */
  readonly hostKey?: string | undefined;
  /** Longest wait for one answer, ms. */
  readonly timeoutMs: number;
  readonly keepAliveMs?: number;
}

export interface SftpConnection {
  readonly client: SftpClient;
  /** Ends it without a goodbye: a server that swallows everything answers none. */
  destroy(): void;
}

const USUAL_PORT = 22;
/**
 * Firewalls and servers forget a connection that is silent for a minute or more; and one whose server is gone is noticed before it is
 * needed. After so many unanswered ones it is given up.
 */
const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVES_UNANSWERED = 3;

/** @throws SystemProblem whose sentence says what to do */
export async function openConnection(account: SftpAccount): Promise<SftpConnection> {
  const { url, user, password, hostKey, timeoutMs, keepAliveMs = KEEP_ALIVE_MS } = account;
  const { hostname, port } = new URL(url);
  // Loaded when it is needed: an installation with another warehouse system needs none of it.
  const { default: Client } = await import('ssh2-sftp-client');
  // A connection that ends while nobody uses it fails at its next use. Without listeners of ours the library prints it.
  const client = new Client('warehouse', { error: () => {}, end: () => {}, close: () => {} });
  let shown: string | undefined;
  const socket = connect({ host: hostname, port: Number(port || USUAL_PORT) });
  try {
    await client.connect({
      sock: socket,
      username: user,
      password,
      readyTimeout: timeoutMs,
      keepaliveInterval: keepAliveMs,
      keepaliveCountMax: KEEP_ALIVES_UNANSWERED,
      hostVerifier: (key: Buffer) => {
        shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
        return shown === hostKey;
      },
    });
    return { client, destroy: () => close(socket) };
  } catch (cause) {
    close(socket);
    throw whyNot({ account, shown }, cause);
  }
}

function close(socket: Socket): void {
  socket.destroy();
}

/** What keeps a connection from being made, as whoever runs Onepool must read it. */
function whyNot(
  { account, shown }: { readonly account: SftpAccount; readonly shown: string | undefined },
  cause: unknown,
): SystemProblem {
  const text = cause instanceof Error ? cause.message : '';
  const { host } = new URL(account.url);
  const problem = (kind: 'unauthorised' | 'unreachable', sentence: string): SystemProblem =>
    new SystemProblem({ kind, system: 'wms', operation: 'connect', sentence, cause });
  if (shown !== undefined && shown !== account.hostKey)
    return problem(
      'unauthorised',
      `The SFTP server of the warehouse shows the key ${shown}, and the brand file names ${account.hostKey ?? 'none'}. Ask the warehouse whether that is its key, and write it into warehouse.files.hostKey.`,
    );
  if (/authentication/i.test(text))
    return problem(
      'unauthorised',
      'The SFTP server of the warehouse refuses our user: check WMS_USER and WMS_PASSWORD.',
    );
  if (/lookup failed|ENOTFOUND|EAI_AGAIN/.test(text))
    return problem('unreachable', `There is no address for ${host}: check WMS_URL and the name server.`);
  if (/refused|ECONNREFUSED/.test(text))
    return problem(
      'unreachable',
      `Nothing listens at ${host}: check host and port in WMS_URL, and ask the warehouse whether its SFTP server runs.`,
    );
  if (/no matching|handshake failed/i.test(text))
    return problem(
      'unreachable',
      `The SFTP server at ${host} speaks no algorithm that is safe enough: ask the warehouse to renew it.`,
    );
  return problem(
    'unreachable',
    `The SFTP server at ${host} does not answer: check WMS_URL, and whether firewalls let this machine through.`,
  );
}
