import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Starts one PostgreSQL and one Temporal for the whole run. Jest turns this file into CommonJS and follows no `.js`
 * name to its `.ts`, so everything else happens in a process of its own; closing its input ends it, and it goes when
 * we do. `ONEPOOL_TEST_POSTGRES=off` and `ONEPOOL_TEST_TEMPORAL=off` leave one out.
 */
export default async function globalSetup(): Promise<void> {
  const args = ['--import', join(here, 'typescript.mjs'), join(here, 'servers.ts')];
  const servers = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const first = once(createInterface({ input: servers.stdout }), 'line');
  const ended = once(servers, 'exit').then(() => {
    throw new Error('The servers for the tests ended before they were ready.');
  });
  const [line] = await Promise.race([first, ended]);
  ended.catch(() => {});
  Object.assign(process.env, JSON.parse(String(line)));
  Object.assign(globalThis, {
    stopServers: async () => {
      servers.stdin.end();
      await ended.catch(() => {});
    },
  });
}
