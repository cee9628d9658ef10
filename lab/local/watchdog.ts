/**
 * The watchdog: a tiny process of its own that outlives its parent by a moment. It learns over a pipe which processes
 * belong to the parent; when the pipe closes, for whatever reason (after a SIGKILL nobody else can tidy
 * up), it ends them and removes the folders that were meant to be thrown away.
 *
 * It is a text, not a module, so that it starts the same from sources and from the built package.
 * Lines it reads: `{"add":pid,"signal":"SIGINT"}`, `{"gone":pid}`, `{"remove":"/folder"}`.
 */
export const WATCHDOG = `
const { readFileSync, rmSync } = require('node:fs');
const { createInterface } = require('node:readline');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const children = new Map();
const folders = new Set();
const send = (pid, signal) => { try { process.kill(pid, signal); return true; } catch { return false; } };
// One that has ended stays visible until its parent collects it; in a container that may take a while.
const ended = (pid) => {
  try { return /\\) Z/.test(readFileSync('/proc/' + pid + '/stat', 'utf8')) || !send(pid, 0); } catch { return !send(pid, 0); }
};
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const message = JSON.parse(line);
  if (message.add) children.set(message.add, message.signal);
  if (message.gone) children.delete(message.gone);
  if (message.remove) folders.add(message.remove);
});
lines.on('close', () => {
  for (const [pid, signal] of children) send(pid, signal);
  const deadline = Date.now() + 2000;
  const look = () => {
    for (const pid of children.keys()) if (ended(pid)) children.delete(pid);
    if (children.size > 0 && Date.now() < deadline) return setTimeout(look, 25);
    for (const pid of children.keys()) { send(-pid, 'SIGKILL'); send(pid, 'SIGKILL'); }
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    process.exit(0);
  };
  look();
});
`;
