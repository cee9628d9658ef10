import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcessGroup } from '../../lab/local/process-group.js';

// A parent with two children (`stubborn`: one ignores SIGTERM) and a folder to throw away; for tests that end it in every way.
const folder = mkdtempSync(join(tmpdir(), 'onepool-family-'));
const family = startProcessGroup();
family.removeAfterwards(folder);
const stay = "console.log('here'); setInterval(() => {}, 1000);";
const ready = /here/;
const deaf = process.argv[2] === 'stubborn' ? "process.on('SIGTERM', () => {});" : '';
const one = await family.spawn({ name: 'one', command: process.execPath, args: ['-e', stay], ready });
const two = await family.spawn({ name: 'two', command: process.execPath, args: ['-e', deaf + stay], ready });
process.stdout.write(`${JSON.stringify({ pids: [one.pid, two.pid], folder })}\n`);
process.stdin.once('data', (word) => {
  if (String(word) === 'exit') process.exit(0);
  throw new Error('the parent failed');
});
