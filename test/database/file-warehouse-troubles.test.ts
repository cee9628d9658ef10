import { mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { checkSystems } from '../../client/doctor/check-systems.js';
import { type ExchangeFolder, unmovable, unreadable } from '../../systems/file-warehouse/exchange-folder.js';
import { localFolder } from '../../systems/file-warehouse/local-folder.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { filesOfTests, nameOf } from '../support/warehouse-half.js';
import { newOrder } from '../support/warehouse-harness.js';
import { testBrand } from '../support/web-order.js';

const files = filesOfTests();
const { write, ackOf, filesIn, adapter } = files;
let wms: WarehousePort;
beforeEach(() => {
  wms = adapter();
});

const exchange = (port = wms): Promise<unknown> => port.orders([]);
const physical = async (sku: string): Promise<number | undefined> =>
  (await wms.stockPerWarehouse([sku]))[0]?.physical[0]?.units;
const allIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(files.root, folder), { withFileTypes: true })).filter((e) => e.isFile()).map(({ name }) => name);
const asked = async (): Promise<string[]> =>
  (await wms.notUnderstood()).map(({ name, refusal }) => `${name}: ${refusal}`);

const LEVELS = 'warehouse,sku,physical,sellable\n7,TEE-M,10,10\n7,CAP,1,1\n';
const FOUND = 'warehouse,sku,units\n7,TEE-M,5\n';
const STATUS = 'order,line,sku,ordered,picked,status,warehouse,back_order_of\n';

describe('a file that cannot be used', () => {
  /** A folder in which one file cannot be read, or moved. */
  const withTrouble = (step: 'read' | 'move', name: string): ExchangeFolder => {
    const folder = localFolder(files.root);
    const isIt = (path: string): boolean => path === `from-warehouse/${name}`;
    return {
      ...folder,
      read: async (path, most) => {
        if (step === 'read' && isIt(path)) throw unreadable('EACCES');
        return folder.read(path, most);
      },
      move: async (from, to) => {
        if (step === 'move' && isIt(from)) throw unmovable('EBUSY');
        return folder.move(from, to);
      },
    };
  };

  it('A file that cannot be read is waited for like a missing one, then people are asked and the others go on', async () => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', FOUND);
    await write(3, 'movements', FOUND);
    const folder = withTrouble('read', name);
    const patient = adapter({ folder });
    await exchange(patient);
    await exchange(patient);
    expect(await filesIn('from-warehouse')).toEqual([name, nameOf(3, 'movements')]);
    expect(await asked()).toEqual([]);
    await exchange(adapter({ folder, waitForMissingMs: 0 }));
    expect(await ackOf(name)).toBe(
      "refused\nIt cannot be read (EACCES): let Onepool's user read it, and write it again.\n",
    );
    expect(await asked()).toEqual([expect.stringMatching(/^00000002_movements\.csv: It cannot be read/)]);
    expect(await physical('TEE-M')).toBe(15);
    // Written again, it counts.
    await write(2, 'movements', FOUND);
    expect(await physical('TEE-M')).toBe(20);
  });

  it('A file that cannot be moved away is recorded once, the others go on, and people are asked when it stays', async () => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', FOUND);
    await write(3, 'movements', FOUND);
    const stuck = adapter({ folder: withTrouble('move', name) });
    await exchange(stuck);
    await exchange(stuck);
    expect(await ackOf(name)).toBe('accepted\n');
    expect(await filesIn('from-warehouse')).toEqual([name]);
    expect(await asked()).toEqual([]);
    await exchange(adapter({ folder: withTrouble('move', name), waitForMissingMs: 0 }));
    expect(await asked()).toEqual([expect.stringContaining('It cannot be moved away (EBUSY)')]);
    expect(await physical('TEE-M')).toBe(20);
    expect(await filesIn('from-warehouse')).toEqual([]);
  });

  it('Files that cannot be moved away hold up no new one, and are tried again only now and then', async () => {
    const whole = localFolder(files.root);
    const read: string[] = [];
    let isLocked = true;
    const folder: ExchangeFolder = {
      ...whole,
      read: async (path, most) => {
        read.push(path.replace('from-warehouse/', ''));
        return whole.read(path, most);
      },
      move: async (from, to) => {
        if (isLocked) throw unmovable('EACCES');
        return whole.move(from, to);
      },
    };
    const readBy = async (port: WarehousePort): Promise<string[]> => {
      read.length = 0;
      await exchange(port);
      return read.filter((name) => !name.endsWith('.sha256'));
    };
    const old = [await write(1, 'levels', LEVELS), await write(2, 'movements', FOUND)];
    const odd = await write(0, 'x', 'a', { name: 'odd.bin', checksum: false });
    await exchange(adapter({ folder }));
    // As after a restart: that they are stuck is not known any more.
    const restarted = adapter({ folder });
    const fresh = await write(3, 'movements', FOUND);
    expect(await readBy(restarted)).toEqual([fresh, ...old, odd]);
    expect(await readBy(restarted)).toEqual([]);
    isLocked = false;
    await exchange(adapter({ folder, waitForMissingMs: 0 }));
    expect(await allIn('from-warehouse')).toEqual([]);
    expect(await physical('TEE-M')).toBe(20);
  });

  it('A file that comes once more is given its time once more, also where another process dealt with it before', async () => {
    const [one, other] = [adapter(), adapter({ waitForMissingMs: 0 })];
    const name = await write(1, 'levels', LEVELS, { checksum: false });
    await exchange(one);
    await exchange(other);
    expect(await filesIn('from-warehouse')).toEqual([]);
    await exchange(one);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 61_000);
    try {
      await write(1, 'levels', LEVELS, { checksum: false });
      await exchange(one);
      expect(await filesIn('from-warehouse')).toEqual([name]);
    } finally {
      clock.mockRestore();
    }
    await write(1, 'levels', LEVELS);
    expect(await physical('TEE-M')).toBe(10);
  });

  it('A file that the warehouse takes back before it is read is due all the same: those after it wait', async () => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', FOUND);
    const later = await write(3, 'movements', FOUND);
    const whole = localFolder(files.root);
    const folder: ExchangeFolder = {
      ...whole,
      read: async (path, most) => (path.endsWith(name) ? undefined : whole.read(path, most)),
    };
    await exchange(adapter({ folder }));
    expect(await filesIn('from-warehouse')).toEqual([name, later]);
    expect(await physical('TEE-M')).toBe(20);
  });

  it('A file that is too large is set aside unread, and the others go on', async () => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, 'movements', FOUND);
    await truncate(join(files.root, 'from-warehouse', name), 9_000_000);
    await write(3, 'movements', FOUND);
    await write(99, 'x', '', { name: 'huge.bin', checksum: false });
    await truncate(join(files.root, 'from-warehouse', 'huge.bin'), 9_000_000_000);
    expect(await physical('TEE-M')).toBe(15);
    expect(await ackOf(name)).toBe('refused\nIt is larger than 8 MB: write several smaller ones.\n');
    expect((await asked()).sort()).toEqual([expect.stringContaining(name), expect.stringContaining('huge.bin')]);
  });

  it('A figure that cannot be kept is the fault of its file: it is set aside, and the others go on', async () => {
    await write(1, 'levels', 'warehouse,sku,physical\n7,TEE-M,999999999\n7,CAP,1\n');
    for (const number of [2, 3]) await write(number, 'movements', 'warehouse,sku,units\n7,TEE-M,999999999\n');
    await write(4, 'movements', 'warehouse,sku,units\n7,CAP,1\n');
    expect(await physical('CAP')).toBe(2);
    expect(await asked()).toEqual([expect.stringContaining('a figure that is too large')]);
  });

  it.each([
    ['longer than an answer may be', `${'n'.repeat(230)}.csv`, `${'n'.repeat(30)}…`],
    ['with what cannot be printed', 'a\nb\u0007.csv', 'a?b?.csv…'],
    ['with a person in it', 'orders of ada@example.test.csv', 'orders of …'],
  ])(
    'A file with a name %s is set aside, its case shows it short, and the others go on',
    async (_what, name, shown) => {
      await write(1, 'levels', LEVELS);
      await write(0, 'x', 'a', { name, checksum: false });
      expect(await physical('TEE-M')).toBe(10);
      expect(await allIn('from-warehouse')).toEqual([]);
      const [question = '', ...others] = await asked();
      expect(others).toEqual([]);
      expect(question.startsWith(shown)).toBe(true);
      expect(question.length).toBeLessThan(150);
      expect(question).not.toMatch(/ada@|\p{Cc}/u);
    },
  );
});

describe('a file that says two things', () => {
  it.each([
    ['levels', 'warehouse,sku,physical\n7,TEE-M,1\n7,CAP,1\n7,TEE-M,2\n', 'Line 4, column sku: two rows name the same'],
    ['article-list', 'sku,name,active\nCAP,Cap,yes\nCAP,Cap,no\n', 'Line 3, column sku: two rows name the same'],
  ])('An article that is twice in %s is refused: neither row is taken for the right one', async (kind, text, why) => {
    await write(1, 'levels', LEVELS);
    const name = await write(2, kind, text);
    expect(await physical('TEE-M')).toBe(10);
    expect(await ackOf(name)).toContain(why);
    expect(await asked()).toHaveLength(1);
  });

  it('An article may be in several warehouses', async () => {
    await write(1, 'levels', 'warehouse,sku,physical\n7,TEE-M,1\n8,TEE-M,2\n');
    expect((await wms.stock(['TEE-M'])).get('TEE-M')).toMatchObject({ physical: 3 });
  });

  it.each(['C1-2', 'S77-1', 'C9-3'])(
    'A back order under the number %s, which Onepool gives itself, is refused',
    async (number) => {
      await wms.placeOrder(newOrder('C1-1'));
      const name = await write(1, 'order-status', `${STATUS}${number},1,TEE-M,1,0,open,7,C1-1\n`);
      await exchange();
      expect(await ackOf(name)).toContain('a number that Onepool gives to orders of its own');
      await write(1, 'order-status', `${STATUS}C1-1-B1,1,TEE-M,1,0,open,7,C1-1\n`);
      const { ref } = (await wms.order('C1-1')) ?? {};
      expect(ref && (await wms.backOrdersOf(ref))).toMatchObject([{ name: 'C1-1-B1' }]);
      // The rest of a rest is of the same order.
      await write(2, 'order-status', `${STATUS}C1-1-B2,1,TEE-M,1,0,open,7,C1-1-B1\n`);
      await exchange();
      expect(ref && (await wms.backOrdersOf(ref))).toMatchObject([{ name: 'C1-1-B1' }, { name: 'C1-1-B2' }]);
    },
  );
});

describe('what lies too long', () => {
  const DAYS_40 = 40 * 86_400_000;
  const age = async (folder: string): Promise<void> => {
    const long = new Date(Date.now() - DAYS_40);
    for (const name of await allIn(folder)) await utimes(join(files.root, folder, name), long, long);
    await files.database.query(
      "update warehouse_requests set numbered_at = numbered_at - interval '40 days', written_at = written_at - interval '40 days'",
    );
  };
  const sweeping = (): WarehousePort => adapter({ sweepEveryMs: 0 });

  it('People are asked once about files that the warehouse does not answer, before anything is removed', async () => {
    for (const name of ['C1-1', 'C2-1']) await wms.placeOrder(newOrder(name));
    await exchange(sweeping());
    expect(await asked()).toEqual([]);
    await exchange(adapter({ sweepEveryMs: 0, askAfterMs: 0 }));
    await exchange(adapter({ sweepEveryMs: 0, askAfterMs: 0 }));
    expect(await asked()).toEqual([
      expect.stringContaining('2 files of Onepool, the first 00000001_orders.csv, have had no answer'),
    ]);
    expect(await filesIn('to-warehouse')).toHaveLength(2);
  });

  it('An order that was never taken is removed with its names after its time, and counts as one that the warehouse refused', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    await age('to-warehouse');
    await exchange(sweeping());
    expect(await allIn('to-warehouse')).toEqual([]);
    expect(await wms.order('C1-1')).toMatchObject({
      stage: 'cancelled',
      status: 'not answered within 30 days',
    });
  });

  it('What is new is not taken for old when the server gives files no time', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    await write(1, 'levels', LEVELS);
    await exchange();
    const places = ['to-warehouse', 'to-warehouse/acks', 'from-warehouse/done'];
    const lying = () => Promise.all(places.map(allIn));
    const before = await lying();
    for (const [index, place] of places.entries())
      for (const name of before[index] ?? []) await utimes(join(files.root, place, name), 0, 0);
    await exchange(sweeping());
    expect(await lying()).toEqual(before);
    expect(before.map(({ length }) => length)).toEqual([2, 1, 2]);
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'open' });
  });

  it('What is younger stays, and what the warehouse has taken up stays as it is', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    await write(1, 'order-status', 'order,line,sku,ordered,picked,status,warehouse\nC1-1,1,TEE-M,2,0,working,7\n');
    await wms.placeOrder(newOrder('C2-1'));
    await exchange(sweeping());
    expect(await filesIn('to-warehouse')).toHaveLength(2);
    expect(await filesIn('from-warehouse/done')).toHaveLength(1);
    await age('to-warehouse');
    await exchange(sweeping());
    expect([(await wms.order('C1-1'))?.stage, (await wms.order('C2-1'))?.stage]).toEqual(['working', 'cancelled']);
  });

  it('Files that a dead process left unfinished, answers, and files that nobody clears are removed after their time', async () => {
    await write(1, 'levels', LEVELS);
    await write(2, 'movements', 'odd\n');
    await exchange();
    const left = {
      'to-warehouse': `.${nameOf(7, 'orders')}.writing`,
      'to-warehouse/acks': '.x.ack.writing',
      'from-warehouse': `${nameOf(3, 'levels')}.part`,
    };
    for (const [folder, name] of Object.entries(left)) await writeFile(join(files.root, folder, name), 'Ada Ek');
    await exchange(sweeping());
    expect(await allIn('to-warehouse')).toEqual([left['to-warehouse']]);
    for (const folder of [...Object.keys(left), 'from-warehouse/done', 'from-warehouse/failed']) await age(folder);
    await exchange(sweeping());
    for (const folder of [...Object.keys(left), 'from-warehouse/done', 'from-warehouse/failed'])
      expect([folder, await allIn(folder)]).toEqual([folder, []]);
  });
});

describe('a folder that is not there', () => {
  it('An order is not written into a share that is not mounted, and goes once it is', async () => {
    await rm(files.root, { recursive: true });
    await mkdir(files.root);
    const refused = { kind: 'unreachable', message: expect.stringContaining('mount it if it is a share') };
    await expect(wms.placeOrder(newOrder('C1-1'))).rejects.toMatchObject(refused);
    await expect(wms.order('C1-1')).rejects.toMatchObject(refused);
    expect(await readdir(files.root)).toEqual([]);
    for (const folder of ['to-warehouse', 'from-warehouse']) await mkdir(join(files.root, folder));
    await wms.placeOrder(newOrder('C1-1'));
    expect(await filesIn('to-warehouse')).toEqual([nameOf(1, 'orders')]);
  });

  it('The doctor looks at the folder and changes nothing in it', async () => {
    const brand = testBrand();
    const look = () => checkSystems({ wms }, brand, String);
    await write(1, 'levels', LEVELS);
    const before = await allIn('from-warehouse');
    expect((await look()).map(({ check, sentence }) => `${check}: ${sentence}`).join('\n')).toContain(
      'ask it for a file of levels',
    );
    expect(await allIn('from-warehouse')).toEqual(before);
    expect(await readdir(join(files.root, 'to-warehouse'))).toEqual([]);
    await exchange();
    await write(2, 'movements', FOUND);
    const found = await look();
    expect(found).toContainEqual(expect.objectContaining({ check: 'clock of WMS', verdict: 'good' }));
    expect(await filesIn('from-warehouse')).toEqual([nameOf(2, 'movements')]);
    await rm(join(files.root, 'to-warehouse'), { recursive: true });
    expect((await look())[0]).toMatchObject({
      check: 'WMS',
      sentence: expect.stringContaining('has no folder to-warehouse'),
    });
  });
});
