import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ownDataDir } from '../../lab/local/data-dir.js';
import { freePort, isPortTaken } from '../../lab/local/free-port.js';
import { readZipEntry } from '../../lab/local/zip-entry.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-test-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the data folder of a run', () => {
  it('The data folder is fresh and removed when none is named', async () => {
    const [one, two] = [await ownDataDir(), await ownDataDir()];
    expect(one.path).not.toBe(two.path);
    writeFileSync(join(one.path, 'something'), 'x');
    await Promise.all([one.release(), two.release()]);
    expect([existsSync(one.path), existsSync(two.path)]).toEqual([false, false]);
  });

  it('The data folder is kept when it is named, and locked against another run', async () => {
    const path = join(folder, 'kept');
    const first = await ownDataDir(path);
    writeFileSync(join(path, 'something'), 'x');
    await expect(ownDataDir(path)).rejects.toThrow(/in use by another running Onepool/);
    await first.release();
    const second = await ownDataDir(path);
    expect(existsSync(join(second.path, 'something'))).toBe(true);
    await second.release();
  });
});

describe('a free port', () => {
  it('A free port is one that nobody listens on', async () => {
    expect(await isPortTaken(await freePort())).toBe(false);
  });
});

describe('a zip archive', () => {
  // Two entries made by Python's zipfile: "a/stored.txt" (stored) and "b/packed.txt" (deflated), with a comment.
  const zip = Buffer.from(
    [
      'UEsDBBQAAAAAAAAAIVyzJE6WCAAAAAgAAAAMAAAAYS9zdG9yZWQudHh0YXMgaXQgaXNQSwMEFAAAAAgAAAAhXIZUQaYMAAAALAEA',
      'AAwAAABiL3BhY2tlZC50eHRLTE/MzFNIHCWJIAFQSwECFAMUAAAAAAAAACFcsyROlggAAAAIAAAADAAAAAAAAAAAAAAAgAEAAAAA',
      'YS9zdG9yZWQudHh0UEsBAhQDFAAAAAgAAAAhXIZUQaYMAAAALAEAAAwAAAAAAAAAAAAAAIABMgAAAGIvcGFja2VkLnR4dFBLBQYA',
      'AAAAAgACAHQAAABoAAAACQBhIGNvbW1lbnQ=',
    ].join(''),
    'base64',
  );

  it('One file of a zip archive is unpacked, compressed or not', () => {
    expect(readZipEntry(zip, (name) => name.endsWith('stored.txt')).toString()).toBe('as it is');
    expect(readZipEntry(zip, (name) => name.endsWith('packed.txt')).toString()).toBe('again '.repeat(50));
  });

  it('A zip archive without the file, or a file that is no archive, is refused', () => {
    expect(() => readZipEntry(zip, (name) => name === 'c')).toThrow(/does not hold/);
    expect(() => readZipEntry(Buffer.from('not a zip at all, only words'), () => true)).toThrow(/no zip archive/);
  });
});
