import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createFulfilmentCancelling } from '../../activities/orders/cancel-fulfilment.js';
import { loadBrand } from '../../config/load-brand.js';
import type { CentraLineId } from '../../domain/ids.js';
import { portsOf } from '../../systems/absent.js';
import { openRecords } from '../../systems/database/open-database.js';
import { USUAL_CSV } from '../../systems/file-warehouse/csv.js';
import type { ExchangeFolder } from '../../systems/file-warehouse/exchange-folder.js';
import { filesReceived } from '../../systems/file-warehouse/files-received.js';
import { localFolder } from '../../systems/file-warehouse/local-folder.js';
import type { PageCursor } from '../../systems/warehouse-page.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { asId } from '../support/ids.js';
import { until } from '../support/until.js';
import { filesOfTests, nameOf } from '../support/warehouse-half.js';
import { newOrder } from '../support/warehouse-harness.js';

const files = filesOfTests();
const { write, ackOf, filesIn, adapter } = files;
let wms: WarehousePort;
beforeEach(() => {
  wms = adapter();
});

const exchange = (port = wms): Promise<unknown> => port.orders([]);
const physical = async (sku: string): Promise<number | undefined> =>
  (await wms.stockPerWarehouse([sku]))[0]?.physical[0]?.units;

/** Ends once a transaction of this database waits for a lock. */
const waitsForALock = (): Promise<unknown> =>
  until(async () => {
    const { rows } = await files.database.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  });

const LEVELS = 'warehouse,sku,physical,sellable\n7,TEE-M,10,10\n7,CAP,1,1\n';
const STATUS = 'order,line,sku,ordered,picked,status,warehouse,tracking_number\n';
const picked = `${STATUS}C1-1,1,TEE-M,2,2,picked,7,\n`;
const sent = `${STATUS}C1-1,1,TEE-M,2,2,sent,7,SE1\n`;
const FOUND = 'warehouse,sku,units\n7,TEE-M,5\n';

describe('files of a warehouse', () => {
  it('Stock that nobody has counted is not taken for none', async () => {
    await expect(wms.stockPerWarehouse(['TEE-M'])).rejects.toMatchObject({ kind: 'unreachable' });
    await write(1, 'levels', LEVELS);
    expect(await physical('TEE-M')).toBe(10);
  });

  it('Files that come twice, cut, late and out of order leave what the same files leave in order', async () => {
    const played: [kind: string, text: string][] = [
      ['levels', LEVELS],
      ['order-status', picked],
      ['movements', FOUND],
      ['order-status', sent],
    ];
    const inOrder = { physical: 13, order: expect.objectContaining({ stage: 'sent', trackingNumber: 'SE1' }) };
    // The last comes first, the second is cut and written again, the first comes twice, also after it was taken.
    await write(4, 'order-status', sent);
    await write(3, 'movements', FOUND);
    await exchange();
    const cut = await write(2, 'order-status', picked, { cut: picked.slice(0, 30) });
    await write(1, 'levels', LEVELS);
    await exchange();
    expect(await ackOf(cut)).toMatch(/^refused\n.*write it again/);
    expect(await physical('TEE-M')).toBe(10);
    await write(1, 'levels', LEVELS);
    await write(2, 'order-status', picked);
    await exchange();
    for (const [index, [kind, text]] of played.entries()) await write(index + 1, kind, text);
    await exchange();
    expect({ physical: await physical('TEE-M'), order: await wms.order('C1-1') }).toEqual(inOrder);
    expect((await filesIn('from-warehouse/done')).sort()).toEqual(played.map(([kind], i) => nameOf(i + 1, kind)));
    expect(await wms.notUnderstood()).toEqual([]);
  });

  it('A number that does not come holds up the others for a while, then people are asked and they go on', async () => {
    await write(1, 'levels', LEVELS);
    await write(3, 'movements', FOUND);
    expect(await physical('TEE-M')).toBe(10);
    wms = adapter({ waitForMissingMs: 0 });
    expect(await physical('TEE-M')).toBe(15);
    expect(await wms.notUnderstood()).toMatchObject([{ refusal: expect.stringContaining('File 2 of the warehouse') }]);
    // When it comes after all, it is recorded for what it is still worth.
    await write(2, 'order-status', picked);
    expect(await physical('TEE-M')).toBe(13);
  });

  it('What an older file says never replaces what a newer one has said, and a count holds what came before it', async () => {
    wms = adapter({ waitForMissingMs: 0 });
    await write(3, 'order-status', sent);
    await write(4, 'levels', 'warehouse,sku,physical\n7,TEE-M,8\n');
    await exchange();
    await write(1, 'order-status', picked);
    await write(2, 'movements', FOUND);
    await exchange();
    expect(await filesIn('from-warehouse')).toEqual([]);
    expect((await wms.order('C1-1'))?.stage).toBe('sent');
    expect(await physical('TEE-M')).toBe(8);
  });

  it('A file that is not understood is set aside whole with its line and column, and others go on', async () => {
    await write(1, 'levels', LEVELS);
    const odd = await write(2, 'movements', `${FOUND}7,CAP,many hundred of Ada\n`);
    await write(3, 'movements', FOUND);
    expect(await physical('TEE-M')).toBe(15);
    expect(await ackOf(odd)).toBe('refused\nLine 3, column units: is no whole number of units.\n');
    expect(await filesIn('from-warehouse/failed')).toEqual([odd]);
    const [found] = await wms.notUnderstood();
    expect(found).toMatchObject({ name: odd, refusal: 'Line 3, column units: is no whole number of units.' });
    await wms.markReported([odd]);
    expect(await wms.notUnderstood()).toEqual([]);
    // Corrected, under the same name.
    await write(2, 'movements', `${FOUND}7,CAP,1\n`);
    await exchange();
    expect(await ackOf(odd)).toBe('accepted\n');
    expect(await physical('CAP')).toBe(2);
  });

  it.each([
    ['a kind that nobody knows', 'wishes', 'a\n1\n', 'There is no kind of file called wishes.'],
    ['a column that is missing', 'levels', 'warehouse,sku\n7,CAP\n', 'Line 1: there is no column physical.'],
    ['a row that is too short', 'levels', 'warehouse,sku,physical\n7,CAP\n', 'Line 2 has 2 columns'],
    [
      'an order that nobody named',
      'returns',
      'order,line,units,restocked\nC9-1,1,1,1\n',
      'Line 2, column order: there is no such order',
    ],
    [
      'a file of ours that there is not',
      'confirmations',
      'file,result\n00000009_orders.csv,accepted\n',
      'Line 2, column file: Onepool did not write it',
    ],
    [
      'another order as the first of a back order',
      'order-status',
      `${STATUS.trim()},back_order_of\nB-2,1,CAP,1,0,open,7,,C9-1\n`,
      'back_order_of',
    ],
    [
      'two tracking numbers of one order',
      'order-status',
      `${STATUS}C1-1,1,TEE-M,2,2,sent,7,SE1\nC1-1,2,CAP,1,1,sent,7,SE2\n`,
      'Line 3, column tracking_number: rows of one order',
    ],
    [
      'two statuses of one order',
      'order-status',
      `${STATUS}C1-1,1,TEE-M,2,2,sent,7,\nC1-1,2,CAP,1,1,open,7,\n`,
      'Line 3, column status: rows of one order',
    ],
    [
      'a line of an order twice',
      'order-status',
      `${STATUS}C1-1,1,TEE-M,2,1,sent,7,\nC1-1,1,TEE-M,2,1,sent,7,\n`,
      'Line 3, column line: two rows',
    ],
    [
      'more picked than ordered',
      'order-status',
      `${STATUS}C1-1,1,TEE-M,2,3,picked,7,\n`,
      'Line 2, column picked: more',
    ],
    [
      'a line that its order does not have',
      'order-status',
      `${STATUS}C1-1,9,CAP,1,1,picked,7,\n`,
      'Line 2, column line: the',
    ],
    [
      'another article on a line',
      'order-status',
      `${STATUS}C1-1,1,CAP,2,1,picked,7,\n`,
      'Line 2, column sku: the line',
    ],
    [
      'a time without zone',
      'movements',
      'warehouse,sku,units,at\n7,CAP,1,2026-11-24T14:05:00\n',
      'no time with its zone',
    ],
    [
      'a line of a notice twice',
      'inbound-status',
      'notice,status,warehouse,line,sku,received\nN1,open,7,1,CAP,1\nN1,open,7,1,CAP,2\n',
      'Line 3, column line: two rows',
    ],
    [
      'two warehouses of one notice',
      'inbound-status',
      'notice,status,warehouse,line,sku,received\nN1,open,7,1,CAP,1\nN1,open,8,2,CAP,2\n',
      'Line 3, column warehouse: rows of one order or notice',
    ],
  ])('A file with %s is refused, and says why without a value', async (_what, kind, text, why) => {
    const lines = [
      { line: asId<CentraLineId>('1'), sku: 'TEE-M', quantity: 2 },
      { line: asId<CentraLineId>('2'), sku: 'CAP', quantity: 1 },
    ];
    await wms.placeOrder(newOrder('C1-1', { lines }));
    const name = await write(1, kind, text);
    await exchange();
    expect(await ackOf(name)).toContain(why);
    expect(await wms.notUnderstood()).toMatchObject([{ name, refusal: expect.stringContaining(why) }]);
  });

  it('A second file under a number that was recorded is refused, and what was recorded stays', async () => {
    const name = await write(1, 'levels', LEVELS);
    await exchange();
    await write(1, 'levels', 'warehouse,sku,physical\n7,TEE-M,99\n');
    await exchange();
    expect(await ackOf(name)).toMatch(/^refused\nIts name was used before/);
    expect(await physical('TEE-M')).toBe(10);
    expect(await wms.notUnderstood()).toHaveLength(1);
  });

  it('A file that was recorded, comes again cut and then whole counts once', async () => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', FOUND);
    await exchange();
    for (const change of [{ cut: FOUND.slice(0, 12) }, { cut: FOUND.slice(0, 12), checksum: false }, {}]) {
      await write(2, 'movements', FOUND, change);
      await exchange(adapter({ waitForMissingMs: 0 }));
      expect(await filesIn('from-warehouse')).toEqual([]);
    }
    expect(await physical('TEE-M')).toBe(15);
    expect(await ackOf(name)).toBe('accepted\n');
    expect(await readFile(join(files.root, 'from-warehouse/done', name), 'utf8')).toBe(FOUND);
    expect(await wms.notUnderstood()).toEqual([]);
  });

  it('When two processes record one file at the same time, one of them does', async () => {
    const received = filesReceived(files.database);
    const file = { name: nameOf(1, 'movements'), number: 1, kind: 'movements', checksum: 'abc' };
    // The first holds its transaction open until the second waits for it, or is through.
    const second: { promise?: Promise<boolean> } = {};
    let recorded = 0;
    const first = await received.record(file, async () => {
      recorded += 1;
      second.promise = received.record(file, async () => {
        recorded += 1;
      });
      await Promise.race([second.promise, waitsForALock()]);
    });
    expect([first, await second.promise, recorded]).toEqual([true, false, 1]);
  });

  it.each([nameOf(1, 'movements'), '1_levels.csv'])(
    'A file %s under the number of a recorded one is refused, and what was recorded stays',
    async (name) => {
      await write(1, 'levels', LEVELS);
      await exchange();
      await write(1, 'movements', FOUND, { name });
      await exchange();
      expect(await ackOf(name)).toBe(
        `refused\nIts number was used before, for ${nameOf(1, 'levels')}: give it a new number.\n`,
      );
      expect(await physical('TEE-M')).toBe(10);
      expect(await wms.notUnderstood()).toHaveLength(1);
    },
  );

  it('A number far above the one that is due is refused, and those between are not given up', async () => {
    await write(1, 'levels', LEVELS);
    const far = await write(12_000, 'movements', FOUND);
    await exchange(adapter({ waitForMissingMs: 0 }));
    expect(await ackOf(far)).toBe('refused\nIts number is far above 2, which is due: number files without gaps.\n');
    expect(await wms.notUnderstood()).toMatchObject([{ name: far }]);
    await write(2, 'movements', FOUND);
    expect(await physical('TEE-M')).toBe(15);
  });

  it('A file that is still being written is left alone, and one without its checksum is waited for', async () => {
    await writeFile(join(files.root, 'from-warehouse', `${nameOf(1, 'levels')}.part`), 'ware');
    await write(1, 'levels', LEVELS, { checksum: false });
    await exchange();
    expect(await filesIn('from-warehouse')).toEqual([nameOf(1, 'levels')]);
    await write(1, 'levels', LEVELS);
    expect(await physical('TEE-M')).toBe(10);
  });

  it('More files than one exchange takes are taken by the next ones, in their order', async () => {
    await write(1, 'levels', LEVELS);
    for (let number = 2; number <= 202; number += 1) await write(number, 'movements', 'warehouse,sku,units\n7,CAP,1\n');
    await exchange();
    expect((await filesIn('from-warehouse')).length).toBeGreaterThan(0);
    await until(
      async () => {
        await exchange();
        return (await filesIn('from-warehouse')).length === 0;
      },
      { withinMs: 60_000, what: 'the last file' },
    );
    expect(await physical('CAP')).toBe(202);
  });

  it('More articles than a page holds are read on, each once', async () => {
    const skus = Array.from({ length: 2_001 }, (_, nth) => `SKU-${nth}`);
    await write(1, 'article-list', `sku,name,active\n${skus.map((sku) => `${sku},Name,yes`).join('\n')}\n`);
    await write(2, 'levels', LEVELS);
    const found: string[] = [];
    for (let at: PageCursor | undefined; ; ) {
      const page: Awaited<ReturnType<WarehousePort['articlePage']>> = await wms.articlePage(at);
      found.push(...page.rows.map(({ sku }) => sku));
      if (page.next === undefined) break;
      at = page.next;
    }
    expect(found.sort()).toEqual([...skus, 'TEE-M', 'CAP'].sort());
  });

  it('Names of columns and the separator are the ones of the brand file', async () => {
    const columns = { levels: { warehouse: 'Lager', sku: 'Artikel', physical: 'Antal' }, orders: { order: 'Ordernr' } };
    wms = adapter({ csv: { ...USUAL_CSV, delimiter: ';', columns } });
    await write(1, 'levels', '\ufeffArtikel;Antal;Lager\r\n"TEE-M";4;7\r\n');
    expect(await physical('TEE-M')).toBe(4);
    await wms.placeOrder(newOrder('C1-1'));
    const [name = ''] = await filesIn('to-warehouse');
    expect(await readFile(join(files.root, 'to-warehouse', name), 'utf8')).toMatch(/^Ordernr;reference;/);
    expect(await adapter({ csv: { ...USUAL_CSV, columns: { levels: { weight: 'x' } } } }).checkSettings()).toEqual([
      expect.stringContaining('no column weight'),
    ]);
  });
});

describe('a process that dies while it exchanges files', () => {
  /** The steps of an exchange that leave something behind, each cut off before and after it. */
  const STEPS = ['write', 'move', 'remove'] as const;

  /** A folder whose user dies at its nth step. */
  function dying(nth: number, when: 'before' | 'after'): ExchangeFolder {
    const folder = localFolder(files.root);
    let steps = 0;
    const step =
      <Given extends unknown[]>(work: (...given: Given) => Promise<void>) =>
      async (...given: Given): Promise<void> => {
        steps += 1;
        if (steps > nth || (steps === nth && when === 'before')) throw new Error('the process is dead');
        await work(...given);
        if (steps === nth) throw new Error('the process is dead');
      };
    return { ...folder, ...Object.fromEntries(STEPS.map((name) => [name, step(folder[name] as never)])) };
  }

  const points = [1, 2, 3, 4, 5, 6].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]);

  it.each(points)('What the warehouse said counts once when it dies at step %d, %s it', async (nth, when) => {
    await write(1, 'levels', LEVELS);
    await write(2, 'movements', FOUND);
    await exchange(adapter({ folder: dying(nth, when) })).catch(() => {});
    expect(await physical('TEE-M')).toBe(15);
    expect(await physical('TEE-M')).toBe(15);
    expect(await filesIn('from-warehouse')).toEqual([]);
    for (const [number, kind] of [
      [1, 'levels'],
      [2, 'movements'],
    ] as const)
      expect(await ackOf(nameOf(number, kind))).toBe('accepted\n');
  });

  it.each([1, 2].flatMap((nth) => [[nth, 'before'] as const, [nth, 'after'] as const]))(
    'An order is one file for the warehouse when it dies at step %d, %s it',
    async (nth, when) => {
      const dead = adapter({ folder: dying(nth, when) });
      await expect(dead.placeOrder(newOrder('C1-1'))).rejects.toThrow();
      expect(await wms.order('C1-1')).toBeUndefined();
      const { ref } = await wms.placeOrder(newOrder('C1-1'));
      expect(await filesIn('to-warehouse')).toEqual([nameOf(1, 'orders')]);
      expect(await wms.order('C1-1')).toMatchObject({ ref, stage: 'open' });
    },
  );

  it('An order that was written and not noted is not called gone: the warehouse is asked to cancel it', async () => {
    const dead = adapter({ folder: dying(2, 'after') });
    await expect(dead.placeOrder(newOrder('C1-1'))).rejects.toThrow();
    await expect(wms.cancelOrder('C1-1')).rejects.toMatchObject({ kind: 'unreachable' });
    expect((await filesIn('to-warehouse')).sort()).toEqual([nameOf(1, 'orders'), nameOf(2, 'cancellations')]);
    await write(1, 'confirmations', 'file,result\n00000002_cancellations.csv,unknown\n');
    expect(await wms.cancelOrder('C1-1')).toBe('gone');
  });

  it('An order that was written and not noted is not called gone when its cancellation is tried again', async () => {
    const dead = adapter({ folder: dying(2, 'after') });
    const name = 'C1-1';
    await expect(dead.placeOrder(newOrder(name))).rejects.toThrow();
    const records = openRecords({ databaseUrl: files.databaseUrl, maxConnections: 1 });
    try {
      const { cancelFulfilment } = createFulfilmentCancelling({
        brand: loadBrand('config/example.brand.yaml'),
        sitoo: portsOf({}).sitoo,
        wms,
        records,
      });
      const cancel = () =>
        cancelFulfilment({
          origin: 'centra',
          number: asId('1'),
          fulfilment: 1,
          location: 'dc',
          kind: 'warehouse',
          unitsKnownSent: 0,
        });
      await expect(cancel()).rejects.toMatchObject({ kind: 'unreachable' });
      await expect(cancel()).rejects.toMatchObject({ kind: 'unreachable' });
      await write(1, 'confirmations', 'file,result\n00000002_cancellations.csv,unknown\n');
      expect(await cancel()).toBe('gone');
    } finally {
      await records.close();
    }
  });
});
