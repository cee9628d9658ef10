import { runProgram } from './program.js';
import { shellOfThisProcess } from './shell-of-this-process.js';

await runProgram(shellOfThisProcess, process.argv.slice(2));

// A connection that was not closed must not keep a finished command alive; what is still being written gets out first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
