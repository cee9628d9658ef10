import { readFileSync } from 'node:fs';
import { isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Brand } from '../domain/brand.js';
import { brandSchema } from './brand.js';
import { knownKeys } from './brand-json-schema.js';
import { ConfigurationProblem, type Fault } from './configuration-problem.js';
import { nearestName } from './nearest-name.js';

/**
 * Reads a brand file.
 * @param path of a YAML (or JSON) file
 * @throws ConfigurationProblem with everything that is wrong, each with its place and, where possible, its line
 */
export function loadBrand(path: string): Brand {
  return parseBrand(readText(path), path);
}

/** Reads the text of a brand file. `source` names it in messages. @throws ConfigurationProblem as {@link loadBrand} */
export function parseBrand(text: string, source: string): Brand {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => ({
      where: '',
      line: lines.linePos(error.pos[0]).line,
      sentence: `this is not valid YAML: ${error.message}`,
    }));
    throw new ConfigurationProblem(source, faults);
  }
  if (document.contents === null)
    throw new ConfigurationProblem(source, [
      { where: '', sentence: 'the file is empty; start from config/example.brand.yaml' },
    ]);

  const { brand, asWritten } = underPresentKeys(document.toJS());
  const parsed = brandSchema.safeParse(brand);
  if (parsed.success) return parsed.data;
  const root = document.contents;
  const whereIs = (path: readonly PropertyKey[]): Where => {
    const at = asWritten(path);
    return { where: written(at), line: findLine(root, at, lines) };
  };
  throw new ConfigurationProblem(
    source,
    parsed.error.issues.flatMap((issue) => faultsOf(issue, whereIs)).sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  );
}

/** Keys of the file that have got another name; a file that has the former one is read all the same. */
const FORMER_KEYS: Readonly<Record<string, string>> = { warehouse: 'wms' };

/** The file under the present names of its keys, and where a person finds what is said of them. One with both names is refused by the schema. */
function underPresentKeys(file: unknown): {
  readonly brand: unknown;
  readonly asWritten: (path: readonly PropertyKey[]) => readonly PropertyKey[];
} {
  const former = Object.entries(FORMER_KEYS).filter(([key, old]) => isBlock(file) && old in file && !(key in file));
  if (!isBlock(file) || former.length === 0) return { brand: file, asWritten: (path) => path };
  const present = new Map(former.map(([key, old]) => [old, key]));
  const asWritten = ([first, ...rest]: readonly PropertyKey[]): readonly PropertyKey[] => {
    const old = former.find(([key]) => key === first)?.[1];
    return first === undefined ? [] : [old ?? first, ...rest];
  };
  return {
    brand: Object.fromEntries(Object.entries(file).map(([key, value]) => [present.get(key) ?? key, value])),
    asWritten,
  };
}

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const sentence = missing
      ? 'there is no such file; set ONEPOOL_BRAND to the path of your brand file, or start from config/example.brand.yaml'
      : 'the file cannot be read; check its permissions and that it is a file';
    throw new ConfigurationProblem(path, [{ where: '', sentence }]);
  }
}

/** A place in the file, as it is written there. */
interface Where {
  readonly where: string;
  readonly line: number | undefined;
}

function faultsOf(issue: z.core.$ZodIssue, whereIs: (path: readonly PropertyKey[]) => Where): Fault[] {
  const place = (path: readonly PropertyKey[], sentence: string): Fault => {
    const { where, line } = whereIs(path);
    return { where, sentence, ...(line !== undefined && { line }) };
  };
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    return issue.keys.map((key) => {
      const meant = nearestName(key, known);
      const hint = meant === undefined ? `known here: ${known.join(', ')}` : `did you mean ${meant}?`;
      return place([...issue.path, key], `is not known; ${hint}`);
    });
  }
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => place(issue.path, `the name does not fit: ${inner.message}`));
  if (issue.code === 'invalid_type') return [place(issue.path, typeSentence(issue))];
  if (issue.code === 'invalid_value')
    return [place(issue.path, `must be one of ${issue.values.map(String).join(', ')}${insteadOf(issue.input)}`)];
  return [place(issue.path, issue.message)];
}

function typeSentence(issue: z.core.$ZodIssueInvalidType): string {
  // Zod leaves `input` out of its issues; its own sentence shows what was found.
  const missing = issue.message.endsWith('received undefined');
  const wanted = WANTED[issue.expected] ?? issue.expected;
  return missing ? `is missing; it must be ${wanted}` : `must be ${wanted}`;
}

const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a block of keys and values',
  record: 'a block of names and values',
  boolean: 'true or false',
};

const insteadOf = (input: unknown): string => (input === undefined ? '' : `, not ${String(input)}`);

/** `['locations', 2, 'wms']` as a person writes it: `locations[2].wms`. */
function written(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`))
    .join('');
}

/** Line of the key or list item at `path`; for what is missing, the line of the closest thing around it that is there. */
function findLine(root: ParsedNode, path: readonly PropertyKey[], lines: LineCounter): number | undefined {
  let node: unknown = root;
  let offset = root.range[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && typeof step === 'number') {
      node = node.items[step];
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}
