import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { SystemProblem } from '../../systems/problem.js';
import { TemporalUnreachable } from '../temporal-unreachable.js';
import { EXIT, type ExitCode, Refusal } from './exit.js';

/** What went wrong, as a sentence. `unexpected` when no code foresees it, so that a stack may help. */
export interface Explanation {
  readonly sentence: string;
  readonly exitCode: ExitCode;
  readonly unexpected: boolean;
}

/** Turns whatever a command threw into a sentence and an exit code. */
export function explain(error: unknown): Explanation {
  const foreseen = (sentence: string, exitCode: ExitCode = EXIT.failed) => ({ sentence, exitCode, unexpected: false });
  if (error instanceof Refusal) return foreseen(error.message, error.exitCode);
  if (error instanceof ConfigurationProblem || isOtherBrand(error)) return foreseen(error.message, EXIT.usage);
  if (error instanceof SystemProblem || error instanceof TemporalUnreachable) return foreseen(error.message);
  const database = databaseSentence(error);
  if (database !== undefined) return foreseen(database);
  // An error class of its own has a message written for people; a plain Error is a surprise.
  if (error instanceof Error && error.name !== 'Error' && !BUILT_IN.has(error.name)) return foreseen(error.message);
  const message = error instanceof Error ? error.message : String(error);
  return { sentence: `Something unexpected happened: ${message}`, exitCode: EXIT.failed, unexpected: true };
}

/** By its name: its class comes with the driver of PostgreSQL, which `--help` does not load. */
const isOtherBrand = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'DatabaseOfAnotherBrand';

const BUILT_IN: ReadonlySet<string> = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'AggregateError',
]);

/** PostgreSQL's own errors and those of its socket, by code. */
export function databaseSentence(error: unknown): string | undefined {
  const { code, routine, errors } = error as { code?: unknown; routine?: unknown; errors?: unknown[] };
  if (Array.isArray(errors) && errors.length > 0) return databaseSentence(errors[0]);
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'The records (PostgreSQL) cannot be reached. Check DATABASE_URL and that the server runs.';
  if (typeof code !== 'string' || typeof routine !== 'string') return undefined;
  if (code.startsWith('28')) return 'PostgreSQL refuses the user or the password in DATABASE_URL.';
  if (code === '3D000') return 'The database named in DATABASE_URL does not exist. Create it, then try again.';
  if (code === '42P01') return 'The records have no tables yet. Run onepool prepare.';
  return undefined;
}
