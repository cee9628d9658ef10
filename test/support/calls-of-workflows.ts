import { readFileSync } from 'node:fs';
import { importsOf } from './sources.js';

/** An activity that the story of a workflow type can call. */
export interface CallOfWorkflow {
  readonly workflow: string;
  readonly activity: string;
}

/** The names of the activities that a file of the workflows gets hold of, by the two ways there are. */
export function activitiesIn(text: string): string[] {
  const names = [...text.matchAll(/const \{([^}]+)\} =\s*(?:steps|endless)</g)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.trim()),
  );
  for (const [, variable = ''] of text.matchAll(/const (\w+) = (?:steps|endless)</g))
    for (const [, name = ''] of text.matchAll(new RegExp(`\\b${variable}\\.(\\w+)\\(`, 'g'))) names.push(name);
  return [...new Set(names.filter((name) => name !== ''))];
}

/** The file of each workflow type, as the entry of the bundle exports them. */
export function workflowFiles(): Map<string, string> {
  const entry = readFileSync('workflows/index.ts', 'utf8');
  const exported = [...entry.matchAll(/export \{ (\w+) \} from '\.\/([\w-]+)\.js'/g)];
  return new Map(exported.map(([, type = '', file = '']) => [type, `workflows/${file}.ts`]));
}

/** Every activity that each workflow type can call: of its own file, and of all that this file loads. */
export function callsOfWorkflows(): CallOfWorkflow[] {
  return [...workflowFiles()].flatMap(([workflow, file]) => {
    const activities = new Set(closureOf(file).flatMap((one) => activitiesIn(readFileSync(one, 'utf8'))));
    return [...activities].sort().map((activity) => ({ workflow, activity }));
  });
}

/** A file and everything in workflows/ that is loaded with it. */
function closureOf(file: string): string[] {
  const known = new Set<string>();
  const waiting = [file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (known.has(next)) continue;
    known.add(next);
    for (const { of, library, typeOnly } of importsOf(next))
      if (!library && !typeOnly && of.startsWith('workflows/')) waiting.push(of);
  }
  return [...known];
}
