import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { orderNotifier } from '../../activities/follow/notify-orders.js';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { signalledClient } from '../support/signalled-client.js';
import { testBrand, webOrder } from '../support/web-order.js';

const { records } = await recordsOfTest();
const brand = testBrand({ requiredAttributes: [] });
const reading = (changes: Partial<WebOrder>) => ({
  facts: webOrderFacts(webOrder(changes), { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint }),
  settings: settingsFor(brand),
});

let number = 20_000;
let running: Set<string>;
let signalled: string[];
/** When the next start of a workflow ends its worker. */
let dies: 'before' | 'after' | undefined;

/** As much of Temporal as telling orders needs. */
const signals = signalledClient(async (workflowId) => {
  if (!running.has(workflowId)) throw new WorkflowNotFoundError('It does not run.', workflowId, undefined);
  signalled.push(workflowId);
});
const start = async (type: string, { workflowId }: { workflowId: string }): Promise<void> => {
  const death = dies;
  dies = undefined;
  if (death === 'before') throw new Error('died before the order began');
  if (running.has(workflowId)) throw new WorkflowExecutionAlreadyStartedError('It runs.', workflowId, type);
  running.add(workflowId);
  if (death === 'after') throw new Error('died when the order had begun');
};
const workflow = Object.assign(signals.workflow, { start });
const temporal: Client = Object.assign(signals, { workflow });

const notifier = orderNotifier({ brand, records, temporal });
const tell = (changes: Partial<WebOrder> = {}) =>
  notifier.sendReadings('centra', [reading({ number: asId(number), ...changes })]);

beforeEach(() => {
  number += 1;
  [running, signalled, dies] = [new Set(), [], undefined];
});

describe('an order', () => {
  it('An order starts once and is notified of changes', async () => {
    expect(await tell()).toEqual({ started: 1, notified: 0 });
    expect(await tell()).toEqual({ started: 0, notified: 0 });
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 1 });
    expect(signalled).toEqual([...running]);
  });

  it('An order whose worker died after the start is notified of its cancellation', async () => {
    dies = 'after';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 1 });
    expect(signalled).toEqual([...running]);
  });

  it('An order whose worker died before the start is started at the next look', async () => {
    dies = 'before';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell()).toEqual({ started: 1, notified: 0 });
  });

  it('An order whose worker died before the start is not started once it is cancelled', async () => {
    dies = 'before';
    await expect(tell()).rejects.toThrow('died');
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    expect(running.size).toBe(0);
  });

  it('An order that is already finished when it is first read is left alone', async () => {
    expect(await tell({ status: 'cancelled' })).toEqual({ started: 0, notified: 0 });
    expect(await records.orders.order('centra', asId(String(number)))).toBeUndefined();
  });
});
