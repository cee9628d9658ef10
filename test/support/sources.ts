import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** What Git ignores, by the forms that .gitignore uses: `folder/`, `*.ending`, `name`, `name.*` and `!exception`. */
const IGNORED = readFileSync('.gitignore', 'utf8').split('\n').filter(Boolean);
const IGNORED_FOLDERS = new Set(['.git', ...IGNORED.filter((l) => l.endsWith('/')).map((l) => l.slice(0, -1))]);
const KEPT = new Set(IGNORED.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
const IGNORED_FILES = IGNORED.filter((line) => !line.endsWith('/') && !line.startsWith('!'));

function isIgnored(name: string): boolean {
  if (KEPT.has(name)) return false;
  return IGNORED_FILES.some((line) => {
    if (line.startsWith('*')) return name.endsWith(line.slice(1));
    return line.endsWith('*') ? name.startsWith(line.slice(0, -1)) : name === line;
  });
}

/** Every file of the project, by its path from the root; nothing that Git ignores, such as a log of this very run. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return IGNORED_FOLDERS.has(path) || IGNORED_FOLDERS.has(entry.name) ? [] : projectFiles(path);
    return entry.isFile() && !isIgnored(entry.name) ? [path] : [];
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
  /** Loaded when the code gets there: `await import()`. */
  readonly later: boolean;
}

const IMPORTS =
  /^[ \t]*(?:import|export)\s+(?<type>type\s+)?[\w\s{},*$]*?from\s+'(?<from>[^']+)'|^import\s+'(?<bare>[^']+)'|\bimport\('(?<later>[^']+)'\)/gm;

/** The import and export statements of a TypeScript file. */
export function importsOf(file: string, text = readFileSync(file, 'utf8')): Import[] {
  return [...text.matchAll(IMPORTS)].map(({ groups = {} }) => {
    const name = groups.from ?? groups.bare ?? groups.later ?? '';
    const library = !name.startsWith('.');
    const of = library ? name : normalize(join(dirname(file), name)).replace(/\.js$/, '.ts');
    return { file, of, library, typeOnly: groups.type !== undefined, later: groups.later !== undefined };
  });
}
