import { runProgram } from './program.js';
import { shellOfThisProcess } from './shell-of-this-process.js';

await runProgram(shellOfThisProcess, process.argv.slice(2));

// A connection left open must not keep a finished command alive; pending output is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
