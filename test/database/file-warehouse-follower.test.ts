import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { inboxKeeper } from '../../activities/events/refused-events.js';
import { followWarehouse } from '../../activities/follow/follow-warehouse.js';
import { openRecords } from '../../systems/database/open-database.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { inActivity } from '../support/in-activity.js';
import { filesOfTests } from '../support/warehouse-half.js';
import { testBrand } from '../support/web-order.js';

const files = filesOfTests();
const { write, adapter } = files;
let wms: WarehousePort;
beforeEach(() => {
  wms = adapter();
});

const LEVELS = 'warehouse,sku,physical,sellable\n7,TEE-M,10,10\n7,CAP,1,1\n';
const FOUND = 'warehouse,sku,units\n7,TEE-M,5\n';

describe('the follower of a warehouse with files', () => {
  const records = () => openRecords({ databaseUrl: files.databaseUrl, maxConnections: 2 });
  let open: ReturnType<typeof records>;
  beforeEach(() => {
    open = records();
  });
  afterEach(() => open.close());

  type Started = { workflowId: string; args: readonly unknown[] };
  const needsThatNote = (started: Started[]) => {
    const temporal = {
      workflow: { start: async (_type: string, options: Started) => void started.push(options) },
    } as unknown as Client;
    const needs = { brand: testBrand(), wms, records: open, temporal, log: { info() {}, warn() {} } };
    const rest = {
      ...needs,
      notifier: { sendProgress: async () => ({ notified: 0 }) },
      stock: { recordPicks: async () => [], ingestLevels: async () => ({ more: false }) },
      returns: { ofParcels: async () => 0 },
    };
    return { needs, rest };
  };

  it('A first count that nobody understands is reported, although stock cannot be read without it', async () => {
    const { rest } = needsThatNote([]);
    const ingestLevels = async () => {
      await wms.stockChangedSince(undefined, 10);
      return { more: false };
    };
    const name = await write(1, 'levels', 'warehouse,sku,physical\n7,CAP,many\n');
    const round = followWarehouse({ ...rest, stock: { ...rest.stock, ingestLevels } });
    await expect(inActivity(round)).rejects.toMatchObject({ kind: 'unreachable' });
    expect((await open.inbox.refused(10, 'wms')).map(({ subject }) => subject)).toEqual([name]);
    await write(1, 'levels', LEVELS);
    await inActivity(round);
    expect(await open.inbox.refused(10, 'wms')).toEqual([]);
  });

  it('What the warehouse writes and nobody understands becomes one case that names the file, and is settled once it has come right', async () => {
    const started: Started[] = [];
    const { needs, rest } = needsThatNote(started);
    const round = followWarehouse(rest);
    const follow = () =>
      inActivity(async () => {
        await round();
        await inboxKeeper(needs)('wms');
      });
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', 'warehouse,sku,units\n7,CAP,many of Ada\n');
    await follow();
    await follow();
    const sentences = () =>
      new Set(started.map(({ args: [input] }) => (input as { problem: { sentence: string } }).problem.sentence));
    expect([...sentences()]).toEqual([
      expect.stringMatching(
        new RegExp(`${name}.*cannot be handled\\. Line 2, column units: is no whole number of units`),
      ),
    ]);
    expect(JSON.stringify(started)).not.toContain('Ada');
    // The same fault once more, after people have dealt with the first.
    for (const { id } of await open.inbox.refused(10, 'wms')) await open.inbox.discard(id, 'the answer to its case');
    await write(2, 'movements', 'warehouse,sku,units\n7,CAP,plenty\n');
    await follow();
    expect((await open.inbox.refused(10, 'wms')).map(({ subject }) => subject)).toEqual([name]);
    // A missing number, too, is no question any more once it has come right.
    await write(4, 'movements', FOUND);
    await wms.orders([]);
    await inActivity(followWarehouse({ ...rest, wms: adapter({ waitForMissingMs: 0 }) }));
    expect((await open.inbox.refused(10, 'wms')).map(({ subject }) => subject)).toEqual([name, 'missing 3-3']);
    await write(2, 'movements', FOUND);
    await write(3, 'movements', FOUND);
    await follow();
    expect(await open.inbox.refused(10, 'wms')).toEqual([]);
  });
});
