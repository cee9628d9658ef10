import { expect, it } from '@jest/globals';
import pg from 'pg';
import { followersOf, followerWorkflowId } from '../../../domain/followers.js';
import { publisherWorkflowId, returnWorkflowId } from '../../../domain/names.js';
import { TARGETS } from '../../../domain/stock/flows.js';
import type { Harness } from '../harness.js';
import { asId } from '../ids.js';
import { canariesIn } from './canaries.js';
import { type Run, replay, runOf, textOf } from './histories.js';

/** What must hold after every file of paths, whatever happened in it. Call last, at the top level of the file. */
export function afterwards(harness: () => Harness): void {
  it('Every history of an order, return, follower or stock publisher of this file replays', async () => {
    const runs = await allRuns(harness());
    expect(runs.length).toBeGreaterThanOrEqual(
      harness().orders.length + followersOf(harness().brand).length + TARGETS.length,
    );
    expect(await replay(harness().bundle, runs)).toEqual([]);
  });

  it('No history, record, case or log line of this file contains personal data', async () => {
    const runs = await allRuns(harness());
    const histories = runs.map((run) => textOf(run.history)).join('');
    // The orders themselves are in there, so their people would have been found.
    for (const { number } of harness().orders) expect(histories).toContain(`"${number}"`);
    expect(canariesIn(histories)).toEqual([]);
    const rows = await allRows(harness().databaseUrl);
    for (const { number } of harness().orders) expect(rows).toContain(`"${number}"`);
    expect(canariesIn(rows)).toEqual([]);
    expect(harness().lines.length).toBeGreaterThan(0);
    expect(canariesIn(harness().lines.join('\n'))).toEqual([]);
  });

  it('No counterpart of this file received a call against its contract', async () => {
    for (const system of ['centra', 'sitoo', 'wms'] as const)
      expect(await harness().states.refusals(system)).toEqual([]);
  });
}

async function allRuns({ client, brand, orders }: Harness): Promise<Run[]> {
  const followers = followersOf(brand).map((follower) => followerWorkflowId(brand.brand, follower));
  const loops = TARGETS.map((target) => publisherWorkflowId(brand.brand, target));
  const returns: string[] = [];
  const ofBrand = `WorkflowType = 'returnInStore' AND WorkflowId STARTS_WITH '${returnWorkflowId(brand.brand, asId(''))}'`;
  for await (const { workflowId } of client.workflow.list({ query: ofBrand })) returns.push(workflowId);
  return Promise.all(
    [...orders.map((o) => o.workflowId), ...returns, ...followers, ...loops].map((id) => runOf(client, id)),
  );
}

/** Every row of every table but the one that people's words are kept in on purpose. */
async function allRows(databaseUrl: string): Promise<string> {
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const { rows: tables } = await db.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'notes'",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await db.query<{ row: object }>(`select to_json(t) as row from ${name} t`);
      texts.push(...rows.map(({ row }) => JSON.stringify(row)));
    }
    return texts.join('\n');
  } finally {
    await db.end();
  }
}
