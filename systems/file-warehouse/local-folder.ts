import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SystemProblem } from '../problem.js';
import { type ExchangeFolder, tooLarge, UnusableFile, unmovable, unreadable } from './exchange-folder.js';
import { temporaryName } from './file-names.js';

/** What the operating system says when one file is the trouble, and not the folder: no right to it, in use elsewhere, damaged. */
const OF_ONE_FILE: readonly string[] = ['EACCES', 'EPERM', 'EBUSY', 'EISDIR', 'EIO', 'ETXTBSY'];

/** No file can have a name that is too long. */
const MISSING: readonly string[] = ['ENOENT', 'ENAMETOOLONG'];

/** A folder of this machine, or one that is mounted here. */
export function localFolder(root: string): ExchangeFolder {
  const at = (path: string): string => join(root, path);
  const list = (folder: string): Promise<string[]> =>
    trying(`list ${folder}`, async () => {
      const entries = await unlessMissing(readdir(at(folder), { withFileTypes: true }));
      return (entries ?? []).filter((entry) => entry.isFile()).map(({ name }) => name);
    });
  return {
    has: (folder) =>
      trying(`look at ${folder}`, async () => (await unlessMissing(stat(at(folder))))?.isDirectory() ?? false),
    list,
    ages: async (folder) => {
      const ageOf = async (name: string): Promise<{ name: string; writtenAtMs: number }[]> => {
        const path = join(folder, name);
        const file = await trying(`look at ${path}`, () => unlessMissing(stat(at(path))));
        return file === undefined ? [] : [{ name, writtenAtMs: file.mtimeMs }];
      };
      return (await Promise.all((await list(folder)).map(ageOf))).flat();
    },
    read: (path, mostBytes = Number.POSITIVE_INFINITY) =>
      trying(`read ${path}`, () =>
        ofOneFile(unreadable, async () => {
          const file = await unlessMissing(stat(at(path)));
          if (file === undefined) return undefined;
          if (file.size > mostBytes) throw tooLarge(mostBytes);
          return unlessMissing(readFile(at(path)));
        }),
      ),
    write: (path, content) =>
      trying(`write ${path}`, async () => {
        const temporary = join(dirname(path), temporaryName(basename(path)));
        const file = await open(at(temporary), 'w', 0o660);
        try {
          await file.writeFile(content);
          // Else a power cut could leave the name without its content.
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(at(temporary), at(path));
      }),
    move: (from, to) =>
      trying(`move ${from}`, () =>
        ofOneFile(unmovable, async () => {
          // Without the first there is nothing to move; without the second something is wrong.
          if ((await unlessMissing(stat(at(from)))) === undefined) return;
          await rename(at(from), at(to));
        }),
      ),
    remove: (path) => trying(`remove ${path}`, () => rm(at(path), { force: true })),
    make: (folder) =>
      trying(`make ${folder}`, async () => {
        await mkdir(at(folder)).catch((problem: unknown) => {
          if (codeOf(problem) !== 'EEXIST') throw problem;
        });
      }),
    close: async () => {},
  };
}

const codeOf = (problem: unknown): string =>
  typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (problem) {
    if (MISSING.includes(codeOf(problem))) return undefined;
    throw problem;
  }
}

/** Tells a file that cannot be used from a folder that cannot. */
async function ofOneFile<T>(unusable: (code: string) => UnusableFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (problem) {
    const code = codeOf(problem);
    throw OF_ONE_FILE.includes(code) ? unusable(code) : problem;
  }
}

async function trying<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof UnusableFile) throw cause;
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation,
      sentence: `The exchange folder of the warehouse cannot be used (${operation}: ${codeOf(cause) || 'failed'}). Check that it is there and that Onepool may write into it.`,
      cause,
    });
  }
}
