import type { Shell } from './shell.js';

/** The shell of a program of its own: it writes to the standard streams and leaves its exit code to the process. */
export const shellOfThisProcess: Shell = {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  terminal: process.stdout.isTTY === true,
  // Not process.exit: what is still being written must get out.
  finish: (exitCode) => {
    process.exitCode = exitCode;
  },
};
