#!/usr/bin/env node
import { shellOfThisProcess } from '../cli/shell-of-this-process.js';
import { studyCommand } from './command.js';

await studyCommand(shellOfThisProcess).parseAsync();
