#!/usr/bin/env node
import { shellOfThisProcess } from '../../client/cli/shell-of-this-process.js';
import { studyCommand } from './command.js';

await studyCommand(shellOfThisProcess).parseAsync();
