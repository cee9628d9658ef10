import type { Command } from 'commander';
import type { Environment } from '../../config/environment.js';
import { EXIT, type ExitCode } from './exit.js';
import { explain } from './explain.js';

/** Where a command reads and writes; tests bring their own. */
export interface Shell {
  /** To standard output: results. */
  write(text: string): void;
  /** To standard error: progress, hints and errors. */
  stderr(text: string): void;
  /** Whether a person sits at it, so that bars and colours make sense. */
  readonly terminal: boolean;
  /** Environment variables; without it, those of the process. */
  readonly env?: Environment;
  /** Called once, when the command has ended. */
  finish(exitCode: ExitCode): void;
}

/** Every command takes `--json`. */
export interface JsonOption {
  readonly json?: true;
}

export const JSON_OPTION = 'print JSON, for scripts';

/** Adds `--json` to a command. */
export function withJson(command: Command): Command {
  return command.option('--json', JSON_OPTION);
}

/** Runs a command and ends it: its exit code, or the sentence of what went wrong. */
export async function perform(shell: Shell, json: boolean, work: () => Promise<ExitCode | undefined>): Promise<void> {
  try {
    shell.finish((await work()) ?? EXIT.ok);
  } catch (error) {
    const { sentence, exitCode, unexpected } = explain(error);
    if (json) shell.write(`${JSON.stringify({ error: sentence })}\n`);
    else shell.stderr(`${sentence}\n`);
    if (unexpected && error instanceof Error && error.stack !== undefined) shell.stderr(`${error.stack}\n`);
    shell.finish(exitCode);
  }
}

/** Prints a result as one JSON document. */
export function writeJson(shell: Shell, value: unknown): void {
  shell.write(`${JSON.stringify(value, null, 2)}\n`);
}
