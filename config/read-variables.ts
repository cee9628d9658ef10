import { ConfigurationProblem, type Fault } from './configuration-problem.js';
import { PAIRS, type Values, type VariableName, variables } from './variables.js';

/** What the process was started with. Tests pass their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads parts of the environment, and names what is wrong in all of them together. @throws ConfigurationProblem */
export function readEach<Parts extends Readonly<Record<string, () => unknown>>>(
  parts: Parts,
): { readonly [Name in keyof Parts]: ReturnType<Parts[Name]> } {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, readPart] of Object.entries(parts))
    try {
      values[name] = readPart();
    } catch (problem) {
      if (!(problem instanceof ConfigurationProblem)) throw problem;
      faults.push(...problem.faults);
    }
  if (faults.length > 0) throw new ConfigurationProblem('The environment', faults);
  return values as { readonly [Name in keyof Parts]: ReturnType<Parts[Name]> };
}

/** @throws ConfigurationProblem naming every variable that is missing or wrong */
export function read<K extends VariableName>(names: readonly K[], env: Environment): Values<K> {
  const faults: Fault[] = [];
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const parsed = variables[name].safeParse(env[name] === '' ? undefined : env[name]);
    if (parsed.success) values[name] = parsed.data;
    else for (const issue of parsed.error.issues) faults.push({ where: name, sentence: issue.message });
  }
  for (const pair of PAIRS) {
    if (!pair.every((name) => (names as readonly VariableName[]).includes(name))) continue;
    const missing = pair.find((name) => values[name] === undefined);
    if (missing !== undefined && pair.some((name) => values[name] !== undefined))
      faults.push({
        where: missing,
        sentence: `is not set: it goes together with ${pair.filter((n) => n !== missing)}`,
      });
  }
  if (faults.length > 0) throw new ConfigurationProblem('The environment', faults);
  return values as Values<K>;
}
