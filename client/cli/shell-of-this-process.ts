import type { Shell } from './shell.js';

/** The shell of a process: writes to the standard streams and sets the exit code. */
export const shellOfThisProcess: Shell = {
  write: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  terminal: process.stdout.isTTY === true,
  // Not process.exit: pending output must still be written.
  finish: (exitCode) => {
    process.exitCode = exitCode;
  },
};
