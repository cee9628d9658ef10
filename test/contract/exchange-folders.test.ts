import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type SftpFault, type SftpRequest, type SftpServer, startSftpServer } from '../../lab/simulators/sftp/start.js';
import { requireAgreed } from '../../systems/file-warehouse/agreed-folders.js';
import type { ExchangeFolder } from '../../systems/file-warehouse/exchange-folder.js';
import { openFolder } from '../../systems/file-warehouse/open-folder.js';
import type { SftpAccount } from '../../systems/file-warehouse/sftp-connection.js';
import { replaceFile } from '../../systems/file-warehouse/sftp-folder.js';
import { until } from '../support/until.js';

const LOGIN = { user: 'onepool', password: 'secret' };
/** Long for a server on this machine, short for a test. */
const ANSWER_MS = 1_500;
const SOON_MS = 200;
/** Longer than a test may take. */
const FAR_MS = 600_000;

let root: string;
let server: SftpServer;
let opened: ExchangeFolder[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'onepool-files-'));
  server = await startSftpServer({ folder: root, ...LOGIN });
  opened = [];
});
afterEach(async () => {
  for (const folder of opened) await folder.close();
  await server.close();
  await rm(root, { recursive: true, force: true });
});

function open(change: Partial<SftpAccount> = {}): ExchangeFolder {
  const folder = openFolder({ url: server.url, ...LOGIN, hostKey: server.hostKey, timeoutMs: ANSWER_MS, ...change });
  opened.push(folder);
  return folder;
}
const text = async (folder: ExchangeFolder, path: string): Promise<string | undefined> =>
  (await folder.read(path))?.toString();

describe.each([
  ['of this machine', () => open({ url: pathToFileURL(root).href })],
  ['over SFTP', () => open()],
])('an exchange folder %s', (_, openOne) => {
  let folder: ExchangeFolder;
  beforeEach(async () => {
    folder = openOne();
    await mkdir(join(root, 'out'));
  });

  it('A file is written whole under its name, read, replaced, moved over another one, and removed', async () => {
    await folder.write('out/a.csv', Buffer.from('first'));
    await folder.write('out/a.csv', Buffer.from('second'));
    expect(await readdir(join(root, 'out'))).toEqual(['a.csv']);
    expect(await text(folder, 'out/a.csv')).toBe('second');
    await folder.write('out/b.csv', Buffer.from('third'));
    await folder.move('out/b.csv', 'out/a.csv');
    expect(await folder.list('out')).toEqual(['a.csv']);
    expect(await text(folder, 'out/a.csv')).toBe('third');
    await folder.remove('out/a.csv');
    expect(await folder.list('out')).toEqual([]);
  });

  it('What was moved, removed or made before is left as it is', async () => {
    await folder.move('out/none.csv', 'out/a.csv');
    await folder.remove('out/none.csv');
    await folder.make('out');
    await folder.make('out/acks');
    await folder.make('out/acks');
    expect(await readdir(join(root, 'out'))).toEqual(['acks']);
    expect(await folder.read('out/none.csv')).toBeUndefined();
    expect(await folder.list('none')).toEqual([]);
    expect([await folder.has('out'), await folder.has('none')]).toEqual([true, false]);
  });

  it('Folders are no files, names may hold anything, and an age is when a file was written', async () => {
    await folder.make('out/acks');
    await writeFile(join(root, 'out', 'Ö 1;,.csv'), 'x');
    const written = new Date('2026-11-24T14:05:00Z');
    await utimes(join(root, 'out', 'Ö 1;,.csv'), written, written);
    expect(await folder.list('out')).toEqual(['Ö 1;,.csv']);
    expect(await folder.ages('out')).toEqual([{ name: 'Ö 1;,.csv', writtenAtMs: written.getTime() }]);
    expect(await text(folder, 'out/Ö 1;,.csv')).toBe('x');
  });

  it('A file with more bytes than wanted is not read', async () => {
    await folder.write('out/a.csv', Buffer.alloc(1_001));
    await expect(folder.read('out/a.csv', 1_000)).rejects.toMatchObject({ name: 'UnusableFile', mayPass: false });
    expect((await folder.read('out/a.csv', 1_001))?.length).toBe(1_001);
  });

  it('A folder without the agreed ones is taken for a share that is not mounted, and nothing is made in it', async () => {
    const refused = expect.objectContaining({ kind: 'unreachable', message: expect.stringContaining('mount it') });
    await expect(requireAgreed(folder)).rejects.toEqual(refused);
    await mkdir(join(root, 'to-warehouse'));
    await expect(requireAgreed(folder)).rejects.toEqual(refused);
    await mkdir(join(root, 'from-warehouse'));
    await requireAgreed(folder);
    await rm(root, { recursive: true });
    await expect(requireAgreed(folder)).rejects.toEqual(refused);
    await expect(folder.write('to-warehouse/a.csv', Buffer.from('x'))).rejects.toMatchObject({ kind: 'unreachable' });
    await mkdir(root);
  });
});

describe('an SFTP server', () => {
  /** Each thing that is done over the connection, and the request of SFTP in the middle of which it breaks. */
  const STEPS: readonly [request: SftpRequest, act: (folder: ExchangeFolder) => Promise<unknown>][] = [
    ['list', (folder) => folder.list('out')],
    ['stat', (folder) => folder.has('out')],
    ['open', (folder) => folder.read('out/a.csv')],
    ['read', (folder) => folder.read('out/a.csv')],
    ['write', (folder) => folder.write('out/c.csv', Buffer.from('new'))],
    ['rename', (folder) => folder.write('out/c.csv', Buffer.from('new'))],
    ['rename', (folder) => folder.move('out/a.csv', 'out/b.csv')],
    ['remove', (folder) => folder.move('out/a.csv', 'out/b.csv')],
    ['remove', (folder) => folder.remove('out/a.csv')],
  ];
  const broken = STEPS.flatMap(([request, act]) =>
    (['drop-before', 'drop-after'] as const).map((fault): [SftpRequest, SftpFault, typeof act] => [
      request,
      fault,
      act,
    ]),
  );

  it.each(broken)(
    'A connection that breaks at %s (%s) fails the call, and the next one repeats it over a new connection',
    async (request, fault, act) => {
      await mkdir(join(root, 'out'));
      for (const name of ['a.csv', 'b.csv']) await writeFile(join(root, 'out', name), name);
      const undisturbed = open();
      const folder = open();
      await folder.list('out');
      server.faults.set(request, fault);
      await expect(act(folder)).rejects.toMatchObject({ kind: 'unreachable' });
      await act(folder);
      const left = (await undisturbed.list('out')).filter((name) => !name.startsWith('.')).sort();
      const contents = await Promise.all(left.map((name) => readFile(join(root, 'out', name), 'utf8')));
      await rm(join(root, 'out'), { recursive: true });
      await mkdir(join(root, 'out'));
      for (const name of ['a.csv', 'b.csv']) await writeFile(join(root, 'out', name), name);
      await act(undisturbed);
      const wanted = (await undisturbed.list('out')).sort();
      const wantedContents = await Promise.all(wanted.map((name) => readFile(join(root, 'out', name), 'utf8')));
      expect([left, contents]).toEqual([wanted, wantedContents]);
    },
  );

  it.each([...new Map(STEPS)])(
    'A server that swallows %s fails the call after its time, and is asked again over a new connection',
    async (request, act) => {
      await mkdir(join(root, 'out'));
      for (const name of ['a.csv', 'b.csv']) await writeFile(join(root, 'out', name), name);
      const folder = open();
      await folder.list('out');
      server.faults.set(request, 'swallow');
      await expect(act(folder)).rejects.toMatchObject({ kind: 'unreachable' });
      server.faults.clear();
      await act(folder);
      expect(server.seen.connections).toBe(2);
    },
  );

  it('A connection that nobody uses is kept alive, and given up when nothing comes back', async () => {
    await mkdir(join(root, 'out'));
    const folder = open({ keepAliveMs: 20, timeoutMs: FAR_MS });
    await folder.list('out');
    const before = server.seen.packets;
    await until(() => server.seen.packets > before + 2, { what: 'a packet that nobody asked for' });
    await folder.list('out');
    expect(server.seen.connections).toBe(1);
    server.fallSilent();
    // Long before the time of the call is over.
    await expect(folder.list('out')).rejects.toMatchObject({ kind: 'unreachable' });
    await folder.list('out');
    expect(server.seen.connections).toBe(2);
  });

  it('A file that our user may not read is one that cannot be used, and the connection is kept', async () => {
    await writeFile(join(root, 'a.csv'), 'x');
    const folder = open();
    server.faults.set('open', 'refuse');
    await expect(folder.read('a.csv')).rejects.toMatchObject({ name: 'UnusableFile', mayPass: true });
    server.faults.clear();
    expect(await text(folder, 'a.csv')).toBe('x');
    expect(server.seen.connections).toBe(1);
  });

  it('A folder that our user may not list or write says so, and what to ask for', async () => {
    const folder = open();
    server.faults.set('list', 'refuse');
    server.faults.set('open', 'refuse');
    const refused = { kind: 'unreachable', message: expect.stringContaining('ask it to let our user') };
    await expect(folder.list('out')).rejects.toMatchObject(refused);
    await expect(folder.write('a.csv', Buffer.from('x'))).rejects.toMatchObject(refused);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'unauthorised', 'check WMS_USER and WMS_PASSWORD'],
    [
      'another key than agreed',
      { hostKey: `SHA256:${'A'.repeat(43)}` },
      'unauthorised',
      'write it into warehouse.files.hostKey',
    ],
    ['no agreed key', { hostKey: undefined }, 'unauthorised', 'the brand file names none'],
    ['nothing at its port', { url: 'sftp://127.0.0.1:1/' }, 'unreachable', 'Nothing listens at 127.0.0.1:1'],
    ['a host without address', { url: 'sftp://nowhere.invalid/' }, 'unreachable', 'check WMS_URL'],
  ] as const)(
    'A connection that fails because of %s says what to do, and never the secret',
    async (_what, change, kind, sentence) => {
      const problem = await open(change)
        .list('out')
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      expect(problem).toMatchObject({ kind, message: expect.stringContaining(sentence) });
      expect(JSON.stringify([problem, String(problem)])).not.toMatch(/secret|wrong/);
    },
  );

  it('A server that takes the connection and says nothing is given up', async () => {
    server.holdsBack = true;
    await expect(open({ timeoutMs: SOON_MS }).list('out')).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('A file is replaced in one step where the server can, and never given up for one that is gone', async () => {
    const calls: string[] = [];
    const record =
      (name: string, fails = false) =>
      async (...paths: unknown[]): Promise<never> => {
        calls.push([name, ...paths].join(' '));
        if (fails) throw Object.assign(new Error(name), { code: 2 });
        return undefined as never;
      };
    const client = {
      posixRename: record('posix'),
      stat: record('stat'),
      delete: record('delete'),
      rename: record('rename'),
    };
    await replaceFile(client, 'a', 'b');
    expect(calls).toEqual(['posix a b']);
    calls.length = 0;
    await expect(
      replaceFile({ ...client, posixRename: record('posix', true), stat: record('stat', true) }, 'a', 'b'),
    ).rejects.toThrow();
    expect(calls).toEqual(['posix a b', 'stat a']);
  });
});
