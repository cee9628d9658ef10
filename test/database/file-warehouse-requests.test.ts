import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { warehouseProgress } from '../../domain/order/fulfilment-progress.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { asId } from '../support/ids.js';
import { filesOfTests, nameOf } from '../support/warehouse-half.js';
import { newOrder } from '../support/warehouse-harness.js';
import { forgetFiles } from '../support/warehouse-kinds.js';

const files = filesOfTests();
const { write, ackOf, filesIn, adapter } = files;
let wms: WarehousePort;
beforeEach(() => {
  wms = adapter();
});

const exchange = (): Promise<unknown> => wms.orders([]);

describe('what is kept of an order', () => {
  it('Names and addresses are in the file alone, and go with it once it is answered', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    const [name = ''] = await filesIn('to-warehouse');
    expect(await readFile(join(files.root, 'to-warehouse', name), 'utf8')).toContain('Ada Ekström');
    await write(1, 'confirmations', `file,result\n${name},accepted\n`);
    await exchange();
    expect(await filesIn('to-warehouse')).toEqual([]);
    const { rows } = await files.database.query<{ dump: string }>(
      `select string_agg(t::text, ' ') as dump from (select to_jsonb(r) as t from warehouse_requests r
       union all select to_jsonb(o) from file_warehouse_orders o) all_rows`,
    );
    expect(rows[0]?.dump).toContain('C1-1');
    expect(rows[0]?.dump).not.toMatch(/Ada|Gatan|example\.test|Stockholm/);
  });

  it('An order that the warehouse refuses is cancelled there with its reason, without anything that looks like an address', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    const said = 'file,result,reason\n00000001_orders.csv,refused,Unknown article (ask ada@example.test)\n';
    await write(1, 'confirmations', said);
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'cancelled', status: 'Unknown article (ask …' });
    const refused = await wms.order('C1-1');
    expect(refused && warehouseProgress(1, refused)).toMatchObject({ why: 'Unknown article (ask …' });
    expect(await wms.cancelOrder('C1-1')).toBe('cancelled');
    // The same once more changes nothing; with other lines it is a file of its own.
    const { ref } = await wms.placeOrder(newOrder('C1-1'));
    expect(await wms.order('C1-1')).toMatchObject({ ref, stage: 'cancelled' });
    expect(await filesIn('to-warehouse')).toEqual([]);
    await wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 1 }] }));
    expect(await filesIn('to-warehouse')).toEqual([nameOf(2, 'orders')]);
    expect(await wms.order('C1-1')).toMatchObject({ ref, stage: 'open' });
  });

  it.each([
    ['00000002_cancellations.csv,cancelled', 'cancelled'],
    ['00000001_orders.csv,refused', 'refused'],
  ])('An order stays cancelled by %s when an older file comes late and shows it open', async (said, status) => {
    wms = adapter({ waitForMissingMs: 0 });
    await wms.placeOrder(newOrder('C1-1'));
    await expect(wms.cancelOrder('C1-1')).rejects.toMatchObject({ kind: 'unreachable' });
    await write(2, 'confirmations', `file,result\n${said}\n`);
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'cancelled' });
    await write(1, 'order-status', 'order,line,sku,ordered,picked,status,warehouse\nC1-1,1,TEE-M,2,0,open,7\n');
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'cancelled', status });
    expect(await filesIn('from-warehouse')).toEqual([]);
  });

  it('An order that was shown, refused and written once more with other lines is open, as the new file has it', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    await write(1, 'order-status', 'order,line,sku,ordered,picked,status,warehouse\nC1-1,1,TEE-M,2,0,open,7\n');
    await write(2, 'confirmations', 'file,result\n00000001_orders.csv,refused\n');
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'cancelled' });
    await wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'CAP', quantity: 1 }] }));
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'open', lines: [{ sku: 'CAP', ordered: 1 }] });
  });

  it('A late refusal of an earlier file of an order says nothing of the later one', async () => {
    await wms.placeOrder(newOrder('C1-1'));
    await wms.placeOrder(newOrder('C1-1', { lines: [{ line: asId('1'), sku: 'TEE-M', quantity: 5 }] }));
    expect((await filesIn('to-warehouse')).sort()).toEqual([nameOf(1, 'orders'), nameOf(2, 'orders')]);
    await write(1, 'confirmations', 'file,result\n00000002_orders.csv,accepted\n00000001_orders.csv,refused\n');
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'open', lines: [{ ordered: 5 }] });
    await write(2, 'confirmations', 'file,result\n00000002_orders.csv,refused\n');
    expect(await wms.order('C1-1')).toMatchObject({ stage: 'cancelled' });
  });

  it.each([
    ['orders', ['accepted', 'refused']],
    ['cancellations', ['cancelled', 'too-late', 'unknown']],
  ] as const)('Files of the kind %s are answered %j, and nothing else says what became of them', async (kind, fit) => {
    for (const result of ['accepted', 'refused', 'cancelled', 'too-late', 'unknown']) {
      await forgetFiles(files.database);
      await wms.placeOrder(newOrder('C1-1'));
      await expect(wms.cancelOrder('C1-1')).rejects.toMatchObject({ kind: 'unreachable' });
      const ours = nameOf(kind === 'orders' ? 1 : 2, kind);
      const name = await write(1, 'confirmations', `file,result\n${ours},${result}\n`);
      await exchange();
      const isFit = fit.some((one) => one === result);
      expect([result, await ackOf(name)]).toEqual([
        result,
        isFit
          ? 'accepted\n'
          : `refused\nLine 2, column result: a file of the kind ${kind} is answered ${fit.join(' or ')}.\n`,
      ]);
      if (kind === 'cancellations' && !isFit)
        await expect(wms.cancelOrder('C1-1')).rejects.toMatchObject({ kind: 'unreachable' });
    }
  });
});
