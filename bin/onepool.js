#!/usr/bin/env node
// Kept beside the sources and not built: npx remembers for ever that a package had no program when it was first asked for one.
import { existsSync } from 'node:fs';

const program = new URL('../dist/client/cli/main.js', import.meta.url);

if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('Onepool is not built yet. Build it with "npm run build", then try again.\n');
  process.exitCode = 2;
}
