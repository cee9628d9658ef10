import type SftpClient from 'ssh2-sftp-client';
import { SystemProblem } from '../problem.js';
import { type ExchangeFolder, tooLarge, UnusableFile, unmovable, unreadable } from './exchange-folder.js';
import { temporaryName } from './file-names.js';
import { openConnection, type SftpAccount, type SftpConnection } from './sftp-connection.js';

const REGULAR_FILE = '-';
/** Status numbers of SFTP. */
const NO_SUCH_FILE = 2;
const PERMISSION_DENIED = 3;
const FAILURE = 4;
/** Content may take this much longer than an answer without any: a line with less is as good as none, bytes a millisecond (2 Mbit/s). */
const SLOWEST_BYTES_A_MS = 250;

const REFUSALS: Readonly<Record<number, string>> = { [PERMISSION_DENIED]: 'permission denied', [FAILURE]: 'failure' };

/** A folder of an SFTP server. The connection is made when it is needed, kept, and made again after any failure. */
export function sftpFolder(account: SftpAccount): ExchangeFolder {
  const root = decodeURIComponent(new URL(account.url).pathname).replace(/\/+$/, '') || '/';
  const at = (path: string): string => `${root === '/' ? '' : root}/${path}`;
  let connected: Promise<SftpConnection> | undefined;

  async function trying<T>(operation: string, work: (client: SftpClient) => Promise<T>, bytes = 0): Promise<T> {
    connected ??= openConnection(account);
    const mine = connected;
    try {
      const { client } = await mine;
      return await within(account.timeoutMs + bytes / SLOWEST_BYTES_A_MS, work(client));
    } catch (cause) {
      // What the server has answered says that the connection is well.
      if (statusOf(cause) === undefined && !(cause instanceof UnusableFile)) {
        if (connected === mine) connected = undefined;
        void mine.then((connection) => connection.destroy()).catch(() => {});
      }
      throw cause instanceof SystemProblem || cause instanceof UnusableFile ? cause : problemOf(operation, cause);
    }
  }
  const list = (folder: string): Promise<SftpClient.FileInfo[]> =>
    trying(`list ${folder}`, async (client) => {
      const entries = await unlessMissing(client.list(at(folder)));
      return (entries ?? []).filter(({ type }) => type === REGULAR_FILE);
    });

  return {
    has: (folder) =>
      trying(
        `look at ${folder}`,
        async (client) => (await unlessMissing(client.stat(at(folder))))?.isDirectory ?? false,
      ),
    list: async (folder) => (await list(folder)).map(({ name }) => name),
    ages: async (folder) => (await list(folder)).map(({ name, modifyTime }) => ({ name, writtenAtMs: modifyTime })),
    async read(path, mostBytes = Number.POSITIVE_INFINITY) {
      const size = await trying(
        `look at ${path}`,
        async (client) => (await unlessMissing(client.stat(at(path))))?.size,
      );
      if (size === undefined) return undefined;
      if (size > mostBytes) throw tooLarge(mostBytes);
      const read = async (client: SftpClient): Promise<Buffer | undefined> => {
        const content = await ofOneFile(unreadable, unlessMissing(client.get(at(path))));
        if (content === undefined || Buffer.isBuffer(content)) return content;
        throw new Error('the library gave no buffer');
      };
      return trying(`read ${path}`, read, size);
    },
    write(path, content) {
      const cut = path.lastIndexOf('/') + 1;
      const temporary = `${path.slice(0, cut)}${temporaryName(path.slice(cut))}`;
      const write = async (client: SftpClient): Promise<void> => {
        await client.put(content, at(temporary));
        await replaceFile(client, at(temporary), at(path));
      };
      return trying(`write ${path}`, write, content.length);
    },
    move: (from, to) =>
      trying(`move ${from}`, async (client) => {
        if ((await unlessMissing(client.stat(at(from)))) === undefined) return;
        await ofOneFile(unmovable, replaceFile(client, at(from), at(to)));
      }),
    remove: (path) => trying(`remove ${path}`, async (client) => void (await client.delete(at(path), true))),
    make: (folder) =>
      trying(`make ${folder}`, async (client) => {
        if ((await unlessMissing(client.stat(at(folder)))) === undefined) await client.mkdir(at(folder));
      }),
    async close() {
      const connection = await connected?.catch(() => undefined);
      connected = undefined;
      connection?.destroy();
    },
  };
}

type Renaming = Pick<SftpClient, 'posixRename' | 'rename' | 'stat' | 'delete'>;

/**
 * Plain SFTP refuses to rename onto a file that is there; the extension of OpenSSH replaces it in one step. Without it the old file goes
 * first, and only while the new one is there.
 */
export async function replaceFile(client: Renaming, from: string, to: string): Promise<void> {
  try {
    await client.posixRename(from, to);
  } catch {
    await client.stat(from);
    await client.delete(to, true);
    await client.rename(from, to);
  }
}

/** What the server has answered; undefined when it has answered nothing. */
function statusOf(problem: unknown): number | undefined {
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
  // The library gives this status a name where it looks at a file.
  if (code === 'ENOENT') return NO_SUCH_FILE;
  return typeof code === 'number' ? code : undefined;
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (problem) {
    if (statusOf(problem) === NO_SUCH_FILE) return undefined;
    throw problem;
  }
}

/** Tells a file that cannot be used from a server that cannot. */
async function ofOneFile<T>(unusable: (code: string) => UnusableFile, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (problem) {
    const refusal = REFUSALS[statusOf(problem) ?? NO_SUCH_FILE];
    throw refusal === undefined ? problem : unusable(refusal);
  }
}

/** A server that swallows what is sent to it never says that it has ended. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${Math.round(ms)} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function problemOf(operation: string, cause: unknown): SystemProblem {
  const refusal = REFUSALS[statusOf(cause) ?? NO_SUCH_FILE];
  const sentence =
    refusal === undefined
      ? `The SFTP server of the warehouse did not do what was asked (${operation}): the connection broke, or it does not answer.`
      : `The SFTP server of the warehouse refuses to ${operation} (${refusal}): ask it to let our user read, write, rename and remove files there, and whether its disk is full.`;
  return new SystemProblem({ kind: 'unreachable', system: 'wms', operation, sentence, cause });
}
