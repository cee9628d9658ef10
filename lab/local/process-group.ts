import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { StartupError } from '../../client/startup-error.js';
import { WATCHDOG } from './watchdog.js';

export type Log = (line: string) => void;

export interface ChildSpec {
  /** What a person calls it, for the log. */
  readonly name: string;
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child; left out, it inherits ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  /** What asks it to end; PostgreSQL wants SIGINT, all else SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Receives every line of its output, errors included. */
  readonly onLine?: (line: string) => void;
  /** The line by which it says that it is ready; without it, spawning is enough. */
  readonly ready?: RegExp | ((line: string) => boolean);
  /** Milliseconds until a silent child counts as failed; default 30 000. */
  readonly readyWithinMs?: number;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it is gone; never rejects. */
  readonly exited: Promise<ChildEnd>;
  /** Sends one signal and does not wait. SIGKILL takes its own children with it. */
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end, insists after `withinMs` (default 8 000), and waits until it is gone. */
  stop(withinMs?: number): Promise<void>;
}

/** Processes that end when we end, however we end. */
export interface ProcessGroup {
  /** @throws Error with the last lines of its output when it ends, or stays silent, before it is ready. */
  spawn(spec: ChildSpec): Promise<Child>;
  /** A folder to delete when everything has ended. */
  removeAfterwards(folder: string): void;
  /** Ends all children, the youngest first, and removes the folders. */
  stop(): Promise<void>;
}

/**
 * Starts processes that never outlive this one: on a normal exit, Ctrl-C, SIGTERM, an uncaught exception and even
 * SIGKILL. A watchdog process holds a pipe to us and ends them when the pipe closes, so no signal handler is needed
 * here and none is installed. Each child leads a process group of its own: a Ctrl-C in the terminal reaches us alone,
 * and we can stop them in the right order. For Linux and macOS.
 */
export function startProcessGroup(log: Log = () => {}): ProcessGroup {
  const watchdog = startWatchdog();
  const children: Child[] = [];
  const folders = new Set<string>();

  async function start(spec: ChildSpec): Promise<Child> {
    const { command, args = [], cwd, env, uid, gid } = spec;
    const running = spawn(command, [...args], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env: { ...env } }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    const signal = spec.stopSignal ?? 'SIGTERM';
    if (running.pid === undefined) {
      const [problem] = await once(running, 'error');
      throw new StartupError(`${spec.name} could not be started: ${String(problem)}`);
    }
    const { pid } = running;
    watchdog.send({ add: pid, signal });
    const exited = new Promise<ChildEnd>((resolve) => {
      running.once('exit', (code, by) => {
        watchdog.send({ gone: pid });
        resolve({ code, signal: by });
      });
    });
    const child = asChild(spec.name, { pid, exited, stopSignal: signal });
    children.push(child);
    await readyOrFailed(running, spec, child);
    log(`${spec.name} is running (process ${pid})`);
    return child;
  }

  return {
    spawn: start,
    removeAfterwards(folder) {
      folders.add(folder);
      watchdog.send({ remove: folder });
    },
    async stop() {
      for (const child of children.splice(0).reverse()) await child.stop();
      for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
      await watchdog.dismiss();
    },
  };
}

function startWatchdog(): { send: (message: object) => void; dismiss: () => Promise<void> } {
  const watchdog = spawn(process.execPath, ['--input-type=commonjs', '-e', WATCHDOG], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Neither the watchdog nor its pipe may keep us alive: it is there for our end.
  watchdog.unref();
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  watchdog.stdin.on('error', () => {});
  const gone = new Promise<void>((resolve) => watchdog.once('exit', () => resolve()));
  return {
    send: (message) => void watchdog.stdin.write(`${JSON.stringify(message)}\n`),
    dismiss: async () => {
      watchdog.ref();
      watchdog.stdin.end();
      await gone;
    },
  };
}

function asChild(
  name: string,
  { pid, exited, stopSignal }: Pick<Child, 'pid' | 'exited'> & { readonly stopSignal: NodeJS.Signals },
): Child {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const send = (target: number, signal: NodeJS.Signals) => {
    try {
      process.kill(target, signal);
    } catch {
      // It is gone already, which is what was wanted.
    }
  };
  const kill = (signal: NodeJS.Signals) => {
    if (!ended) send(signal === 'SIGKILL' ? -pid : pid, signal);
  };
  return {
    name,
    pid,
    exited,
    kill,
    async stop(withinMs = 8_000) {
      kill(stopSignal);
      const insist = setTimeout(() => kill('SIGKILL'), withinMs);
      await exited;
      clearTimeout(insist);
    },
  };
}

async function readyOrFailed(running: ChildProcess, spec: ChildSpec, child: Child): Promise<void> {
  const { ready, onLine } = spec;
  const lastLines: string[] = [];
  const isReady = typeof ready === 'function' ? ready : (line: string) => ready?.test(line) ?? false;
  const seen = new Promise<'ready'>((resolve) => {
    for (const stream of [running.stdout, running.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (lastLines.push(line) > 20) lastLines.shift();
        onLine?.(line);
        if (isReady(line)) resolve('ready');
      });
    }
  });
  if (ready === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), spec.readyWithinMs ?? 30_000);
  });
  const outcome = await Promise.race([seen, silent, child.exited]);
  clearTimeout(timer);
  if (outcome === 'ready') return;
  const why =
    outcome === 'silent' ? 'did not get ready in time' : `ended immediately (${outcome.signal ?? outcome.code})`;
  await child.stop();
  throw new StartupError(`${spec.name} ${why}. Its last words:\n${lastLines.join('\n')}`);
}
