import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { pino } from 'pino';
import { type WatchedWorker, watchHealth } from '../../workers/watch-health.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness('health');
});
afterAll(() => harness?.close());

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

/** Health checks over the worker of the harness. */
async function watched(change: Partial<WatchedWorker> = {}) {
  const { brand, records, client } = harness;
  const workers = { state: () => [{ taskQueue: 'all', state: 'RUNNING' as const }] };
  const log = pino({ level: 'silent' });
  const { url, close } = await watchHealth({
    workers,
    brand,
    records,
    client,
    log,
    host: '127.0.0.1',
    port: 8_081,
    ...change,
  });
  closing.push(close);
  return async (path: string): Promise<{ status: number; body: { temporal?: string } }> => {
    const answer = await fetch(url + path);
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text === '' ? '{}' : text) };
  };
}

describe('health checks of a worker over HTTP', () => {
  it('A worker is alive and ready once a workflow has answered it', async () => {
    const ask = await watched();
    await until(async () => (await ask('/readyz')).status === 200, {
      withinMs: 20_000,
      what: 'a worker that is ready',
    });
    expect(await ask('/livez')).toMatchObject({ status: 200, body: { ok: true, temporal: 'answered' } });
    expect((await ask('/')).status).toBe(404);
  });

  it('A worker stays alive while Temporal is away, says so, and is not ready', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    closing.push(() => connection.close());
    const ask = await watched({ client: new Client({ connection }) });
    await until(async () => (await ask('/livez')).body.temporal === 'away', {
      withinMs: 20_000,
      what: 'the word that Temporal is away',
    });
    expect((await ask('/livez')).status).toBe(200);
    expect((await ask('/readyz')).status).toBe(503);
  });

  it('A worker whose port is taken answers on another one', async () => {
    const [one, two] = [await watched(), await watched()];
    expect([(await one('/livez')).status, (await two('/livez')).status]).toEqual([200, 200]);
  });

  it('A worker whose process lost one of its workers is not alive', async () => {
    const workers = { state: () => [{ taskQueue: 'all', state: 'FAILED' as const }] };
    const ask = await watched({ workers });
    expect(await ask('/livez')).toMatchObject({ status: 503, body: { workers: { FAILED: 1 } } });
  });
});
