import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Follow } from '../../workflows/messages.js';
import { temporalAddress, temporalNamespace } from '../support/temporal-of-the-run.js';
import { until } from '../support/until.js';

const taskQueue = 'follower-test';
const workflowId = 'follow/followertest/centra';
const refusals: string[] = ['Centra does not accept the token.', 'Centra does not accept the token.'];
const opened: string[] = [];
const closed: string[] = [];
let looks = 0;

const activities = {
  async readChanges() {
    looks += 1;
    const refusal = refusals.pop();
    if (refusal) throw ApplicationFailure.nonRetryable(refusal, 'unauthorised');
    return { more: false, started: 0, published: 0 };
  },
  async recordCaseOpened(input: { case: { caseId: string; problems: { sentence: string }[] } }) {
    opened.push(input.case.problems[0]?.sentence ?? '');
  },
  async recordCaseClosed(input: { caseId: string }) {
    closed.push(input.caseId);
  },
};

describe('a follower whose counterpart refuses us', () => {
  let native: NativeConnection;
  let connection: Connection;
  let client: Client;
  let worker: Worker;
  let running: Promise<void>;

  beforeAll(async () => {
    native = await NativeConnection.connect({ address: temporalAddress() });
    connection = await Connection.connect({ address: temporalAddress() });
    client = new Client({ connection, namespace: temporalNamespace });
    worker = await Worker.create({
      connection: native,
      namespace: temporalNamespace,
      taskQueue,
      activities,
      workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    });
    running = worker.run();
  });

  afterAll(async () => {
    await client.workflow.getHandle(workflowId).terminate();
    worker.shutdown();
    await running;
    await connection.close();
    await native.close();
  });

  it('A follower whose counterpart refuses us keeps following, opens one case, and closes it at the first success', async () => {
    const input: Follow = { brand: 'followertest', system: 'centra', everyMs: 50, gatherMs: 20 };
    await client.workflow.start('follow', { workflowId, taskQueue, args: [input] });
    await until(() => closed.length > 0, { what: 'the case closed by itself' });

    expect(opened).toEqual(['Changes in centra cannot be read. Centra does not accept the token.']);
    expect(closed).toHaveLength(1);
    const looksSoFar = looks;
    await until(() => looks > looksSoFar, { what: 'the next look' });
    expect((await client.workflow.getHandle(workflowId).describe()).status.name).toBe('RUNNING');
  });
});
