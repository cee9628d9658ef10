import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The servers of this run by kind, shared by all layers: Node loads this module once for their setups and teardowns.
 * @type {Map<string, { environment: Promise<Record<string, string>>, stop: () => Promise<void> }>}
 */
const running = new Map();

/**
 * Starts servers for the whole run, each in a process of its own, unless another layer has started them already, and
 * puts their addresses into the environment of the tests. A server ends when its input closes, so also when jest dies.
 * @param {readonly ('postgres' | 'temporal')[]} kinds
 */
export async function startServers(kinds) {
  for (const kind of kinds) if (!running.has(kind)) running.set(kind, start(kind));
  for (const kind of kinds) Object.assign(process.env, await running.get(kind).environment);
}

/** Stops whatever has been started. */
export async function stopServers() {
  const servers = [...running.values()];
  running.clear();
  await Promise.all(servers.map((server) => server.stop()));
}

function start(kind) {
  const here = import.meta.dirname;
  const args = ['--import', join(here, '../typescript.mjs'), join(here, 'server.ts'), kind];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const exited = once(server, 'exit');
  const failed = exited.then(() => {
    throw new Error(`The ${kind} server for the tests ended before it was ready.`);
  });
  const printed = once(createInterface({ input: server.stdout }), 'line');
  const environment = Promise.race([printed, failed]).then(([line]) => JSON.parse(line));
  // Whoever awaits the address learns of the failure.
  failed.catch(() => {});
  environment.catch(() => {});
  return {
    environment,
    async stop() {
      server.stdin.end();
      await exited;
    },
  };
}
