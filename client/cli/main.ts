#!/usr/bin/env node
import { runProgram } from './program.js';

await runProgram(
  {
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(text),
    terminal: process.stdout.isTTY === true,
    // Not process.exit: what is still being written must get out.
    finish: (exitCode) => {
      process.exitCode = exitCode;
    },
  },
  process.argv.slice(2),
);

// A connection that was not closed must not keep a finished command alive; what is still being written gets out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
