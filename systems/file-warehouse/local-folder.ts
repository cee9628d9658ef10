import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SystemProblem } from '../problem.js';
import type { ExchangeFolder } from './exchange-folder.js';
import { temporaryName } from './file-names.js';

/** A folder of this machine, or one that is mounted here. */
export function localFolder(root: string): ExchangeFolder {
  const at = (path: string): string => join(root, path);
  return {
    list: (folder) =>
      trying(`list ${folder}`, async () => {
        const entries = await unlessMissing(readdir(at(folder), { withFileTypes: true }));
        return (entries ?? []).filter((entry) => entry.isFile()).map(({ name }) => name);
      }),
    read: (path) => trying(`read ${path}`, () => unlessMissing(readFile(at(path)))),
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
    move: (from, to) => trying(`move ${from}`, async () => void (await unlessMissing(rename(at(from), at(to))))),
    remove: (path) => trying(`remove ${path}`, () => rm(at(path), { force: true })),
    make: (folders) =>
      trying('make folders', async () => {
        for (const folder of folders) await mkdir(at(folder), { recursive: true });
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
    if (codeOf(problem) === 'ENOENT') return undefined;
    throw problem;
  }
}

async function trying<T>(operation: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new SystemProblem({
      kind: 'unreachable',
      system: 'wms',
      operation,
      sentence: `The exchange folder of the warehouse cannot be used (${operation}: ${codeOf(cause) || 'failed'}). Check that it is there and that Onepool may write into it.`,
      cause,
    });
  }
}
