import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connect, type TemporalClient } from '../../client/temporal.js';
import { createLog } from '../../config/log.js';
import { searchAttributes } from '../../domain/search-attributes.js';
import { startTemporal } from '../../lab/local/temporal-server.js';
import { installRuntime } from '../../workers/runtime.js';
import type { Follow } from '../../workflows/messages.js';
import { temporalProgram } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';
import { until } from '../support/until.js';

const PRESENT = fileURLToPath(new URL('../../workflows/index.ts', import.meta.url));
const FORMER = fileURLToPath(new URL('../support/former-follow.ts', import.meta.url));

/** A server of its own, since all that runs there is replayed. */
let server: Awaited<ReturnType<typeof startTemporal>>;
let dataDir: string;
let client: TemporalClient;
let native: NativeConnection;
let env: Record<string, string>;

beforeAll(async () => {
  installRuntime(createLog('replay', { terminal: false, destination: { write() {} } }));
  dataDir = await mkdtemp(join(tmpdir(), 'onepool-replay-'));
  server = await startTemporal({
    binary: temporalProgram(),
    dataDir,
    namespace: 'default',
    ui: false,
    searchAttributes,
  });
  const at = { address: server.address, namespace: 'default', tls: false };
  [client, native] = await Promise.all([connect(at), NativeConnection.connect({ address: server.address })]);
  env = {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'default',
    ONEPOOL_BRAND: 'config/example.brand.yaml',
  };
});
afterAll(async () => {
  await native?.close();
  await client?.connection.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs executions on a build until each has called its first activity. */
async function runOn(workflowsPath: string, workflowIds: readonly string[]): Promise<void> {
  const called = new Set<string>();
  const call = async (): Promise<{ more: boolean }> => {
    const { activityInfo } = await import('@temporalio/activity');
    called.add(activityInfo().workflowExecution?.workflowId ?? '');
    return { more: false };
  };
  const taskQueue = `replay-${called.size}-${workflowIds[0]}`;
  const activities = { readChanges: call, readOldChanges: call };
  const worker = await Worker.create({ connection: native, taskQueue, workflowsPath, activities });
  await worker.runUntil(async () => {
    const input: Follow = { brand: 'replayed', follower: 'centra', everyMs: 60_000, gatherMs: 10 };
    for (const workflowId of workflowIds)
      await client.workflow.start('follow', { workflowId, taskQueue, args: [input] });
    await until(() => called.size === workflowIds.length, { what: 'every execution to have called its activity' });
  });
}

const untilListed = (count: number) =>
  until(async () => (await client.workflow.count("ExecutionStatus = 'Running'")).count === count, { what: 'the list' });

describe('onepool replay', () => {
  it('All open executions of this build fit, also one that no worker has begun', async () => {
    await runOn(PRESENT, ['follow/replayed/one', 'order/nordvik/centra/10045']);
    await client.workflow.start('follow', { workflowId: 'follow/replayed/unbegun', taskQueue: 'nobody', args: [] });
    await untilListed(3);
    expect(await onepool(['replay', '--open'], env)).toEqual({
      code: 0,
      out: '3 executions: 3 fit this build, 0 do not.\n',
      // Progress, when the machine is slow.
      err: expect.stringMatching(/^(replayed: \d of 3\n)*$/),
    });
  });

  it('An execution is found by the number of its order, or by its workflow id', async () => {
    for (const name of ['10045', 'follow/replayed/one'])
      expect(await onepool(['replay', name], env)).toEqual({ code: 0, out: 'It fits this build.\n', err: '' });
    const { code, err } = await onepool(['replay', '10046'], env);
    expect([code, err]).toEqual([1, expect.stringContaining('Temporal has no execution 10046.')]);
  });

  it('An open execution that a former build began otherwise is named with its event', async () => {
    await runOn(FORMER, ['follow/replayed/former']);
    await untilListed(4);
    const { code, out } = await onepool(['replay', '--open'], env);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'follow/replayed/former (follow): Event 5 (activity task scheduled: readOldChanges): this build calls readChanges there.\n',
        '4 executions: 3 fit this build, 1 does not.\n',
      ].join(''),
    );
    const json = await onepool(['replay', '--open', '--json'], env);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toEqual({
      executions: 4,
      fit: 3,
      misfits: [
        {
          workflowId: 'follow/replayed/former',
          workflowType: 'follow',
          event: { id: 5, type: 'activity task scheduled', name: 'readOldChanges' },
          sentence: expect.stringContaining('Event 5'),
        },
      ],
    });
  });
});
