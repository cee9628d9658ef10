import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Folders that are not ours or are made by the build; the same that Git ignores, and Git's own. */
const ELSEWHERE = new Set(['.git', ...ignoredFolders()]);

function ignoredFolders(): string[] {
  const lines = readFileSync('.gitignore', 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1));
}

/** Every file of the project, by its path from the root. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ELSEWHERE.has(path) || ELSEWHERE.has(entry.name) ? [] : projectFiles(path);
    return entry.isFile() ? [path] : [];
  });
}

export interface Import {
  /** The file that imports. */
  readonly file: string;
  /** Path from the root (`domain/money.ts`) or the name of a library. */
  readonly of: string;
  readonly library: boolean;
  /** Gone after compilation: `import type`. One that names only types, but one by one, is still loaded. */
  readonly typeOnly: boolean;
}

const IMPORTS =
  /^[ \t]*(?:import|export)\s+(?<type>type\s+)?[\w\s{},*$]*?from\s+'(?<from>[^']+)'|^import\s+'(?<bare>[^']+)'|\bimport\('(?<later>[^']+)'\)/gm;

/** The import and export statements of a TypeScript file. */
export function importsOf(file: string, text = readFileSync(file, 'utf8')): Import[] {
  return [...text.matchAll(IMPORTS)].map(({ groups = {} }) => {
    const name = groups.from ?? groups.bare ?? groups.later ?? '';
    const library = !name.startsWith('.');
    const of = library ? name : normalize(join(dirname(file), name)).replace(/\.js$/, '.ts');
    return { file, of, library, typeOnly: groups.type !== undefined };
  });
}
