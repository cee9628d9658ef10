import type { ExitCode } from '../../client/cli/exit.js';
import { runProgram } from '../../client/cli/program.js';
import type { Shell } from '../../client/cli/shell.js';
import type { Environment } from '../../config/environment.js';

/** A shell that keeps what a command says, and how it ended. */
export function testShell(
  env: Environment = {},
): Shell & { out: () => string; err: () => string; code: () => ExitCode | undefined } {
  const out: string[] = [];
  const err: string[] = [];
  let code: ExitCode | undefined;
  return {
    env,
    terminal: false,
    write: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    finish: (exitCode) => {
      code = exitCode;
    },
    out: () => out.join(''),
    err: () => err.join(''),
    code: () => code,
  };
}

/** Runs `onepool ...args` in this process. */
export async function onepool(args: readonly string[], env: Environment = {}) {
  const shell = testShell(env);
  await runProgram(shell, args);
  return { out: shell.out(), err: shell.err(), code: shell.code() };
}
