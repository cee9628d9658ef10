import type { z } from 'zod';
import { checkFeed } from './check-feed.js';
import { type Feed, FeedError } from './feed.js';
import type { FeedProblem, Numbered } from './feed-problem.js';
import { type Action, actionLines, type WorldLine, worldLines } from './lines.js';
import { buildWorld } from './world-of-feed.js';

/**
 * Reads a feed from its text. Blank lines and lines that begin with `//` are skipped; keys nobody knows are tolerated
 * with a warning.
 * @throws FeedError with every malformed line, so that one look is enough to fix the whole file.
 */
export function parseFeed(text: string, source = 'The feed'): Feed {
  const problems: FeedProblem[] = [];
  const warnings: string[] = [];
  const world: Numbered<WorldLine>[] = [];
  const actions: Numbered<Action>[] = [];
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = index + 1;
    if (raw.trim() === '' || raw.trimStart().startsWith('//')) continue;
    const json = readJson(raw);
    const value = json === undefined ? undefined : unnested(json);
    if (value === undefined) {
      problems.push({ line, path: '', sentence: 'this is not a JSON object on one line' });
      continue;
    }
    const type = typeof value.type === 'string' ? value.type : '';
    const add = <T>(schema: z.ZodType<T>, into: Numbered<T>[]) => {
      const parsed = schema.safeParse(value);
      if (!parsed.success) {
        for (const issue of parsed.error.issues)
          problems.push({ line, path: issue.path.join('.'), sentence: issue.message });
        return;
      }
      into.push({ line, value: parsed.data });
      for (const key of unknownKeys(value, parsed.data))
        warnings.push(`line ${line}: "${key}" is not known and ignored`);
    };
    if (Object.hasOwn(worldLines, type)) add<WorldLine>(worldLines[type as keyof typeof worldLines], world);
    else if (Object.hasOwn(actionLines, type)) add<Action>(actionLines[type as keyof typeof actionLines], actions);
    else problems.push({ line, path: 'type', sentence: unknownType(type) });
  }
  const built = world.length === 0 ? undefined : buildWorld(world, problems);
  checkFeed({ world: built, actions }, { problems, warnings });
  if (problems.length > 0)
    throw new FeedError(
      source,
      problems.toSorted((a, b) => a.line - b.line),
    );
  const sorted = actions.map((a) => a.value).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { ...(built === undefined ? {} : { world: built }), actions: sorted, warnings };
}

function readJson(raw: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** `{ "location": { … } }` says the same as `{ "type": "location", … }`; both are written in the field. */
function unnested(value: Record<string, unknown>): Record<string, unknown> {
  if (value.type !== undefined) return value;
  const [key, ...more] = Object.keys(value);
  const inner =
    key !== undefined && more.length === 0 && Object.hasOwn(worldLines, key) ? asObject(value[key]) : undefined;
  return inner === undefined || key === undefined ? value : { type: key, ...inner };
}

/** Keys the schema dropped, as paths. */
function unknownKeys(raw: unknown, parsed: unknown, path = ''): string[] {
  if (Array.isArray(raw) && Array.isArray(parsed))
    return [...new Set(raw.flatMap((item, i) => unknownKeys(item, parsed[i], `${path}[]`)))];
  const from = asObject(raw);
  const to = asObject(parsed);
  if (from === undefined || to === undefined) return [];
  return Object.keys(from).flatMap((key) => {
    const keyPath = path === '' ? key : `${path}.${key}`;
    return Object.hasOwn(to, key) ? unknownKeys(from[key], to[key], keyPath) : [keyPath];
  });
}

function unknownType(type: string): string {
  const known = [...Object.keys(worldLines), ...Object.keys(actionLines)].join(', ');
  return type === '' ? `say what this is with "type": one of ${known}` : `"${type}" is not one of ${known}`;
}
