// Replays histories in a process of its own, and prints what each took of a processor, ms: a process that holds the leftovers of
// other tests collects garbage for as long as the replay takes. Standard input: `{ bundle, runs: [{ workflowId, history }] }`.
import { readFileSync } from 'node:fs';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const { bundle, runs } = JSON.parse(readFileSync(0, 'utf8'));

async function replayMs({ workflowId, history }) {
  const before = process.cpuUsage();
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: bundle }, [{ workflowId, history }]))
    if (error) throw error;
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** What a fixed piece of work of the same kind takes here, ms: how quick this machine is now. */
function paceMs() {
  const text = JSON.stringify({
    name: 'order',
    lines: Array.from({ length: 20 }, (_, nth) => ({ line: `${nth}`, units: nth })),
  });
  const before = process.cpuUsage();
  for (let times = 0; times < 60_000; times += 1) JSON.parse(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const read = runs.map(({ workflowId, history }) => ({ workflowId, history: historyFromJSON(history) }));
// What the first replay of a process compiles is not the workflow's.
if (read[0]) await replayMs(read[0]);
const took = [];
for (const run of read) took.push({ ms: await replayMs(run), paceMs: paceMs() });
process.stdout.write(JSON.stringify(took));
