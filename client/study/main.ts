#!/usr/bin/env node
import { studyCommand } from './command.js';

await studyCommand({
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  terminal: process.stdout.isTTY === true,
  finish: (exitCode) => {
    process.exitCode = exitCode;
  },
}).parseAsync();
