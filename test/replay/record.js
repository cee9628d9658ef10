// Records all stored histories again: runs the test files that keep one, then replays what they kept. `npm run record:histories`
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const recorders = ['test/workflow', 'test/faults'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\bkeep(History)?\(/.test(readFileSync(file, 'utf8'))),
);

function jest(files, env) {
  const args = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runTestsByPath', ...files];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(status ?? 1);
}

jest(recorders, { ONEPOOL_RECORD_HISTORIES: 'on' });
jest(['test/replay/replay.test.ts'], {});
