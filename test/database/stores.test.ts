import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaseRow, FulfilmentRow, Records } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';

let records: Records;
let close: TestRecords['close'];

beforeEach(async () => {
  ({ records, close } = await freshRecords());
});
afterEach(() => close());

describe('the inbox', () => {
  const event = (eventId: string) => ({ eventId, kind: 'order', subject: '10045', raw: '{}' });

  it('The inbox keeps an event that is delivered twice only once', async () => {
    expect(await records.inbox.store('sitoo', [event('a'), event('b'), event('a')])).toBe(2);
    expect(await records.inbox.store('sitoo', [event('b'), event('c')])).toBe(1);
    expect(await records.inbox.store('centra', [event('a')])).toBe(1);
  });

  it('The inbox hands out the oldest unhandled events of one system, and none again once they are handled', async () => {
    await records.inbox.store('sitoo', [event('a'), event('b'), event('c')]);
    await records.inbox.store('centra', [event('a')]);
    const [first, second] = await records.inbox.pending('sitoo', 2);
    expect(first).toMatchObject({ kind: 'order', subject: '10045' });
    await records.inbox.markHandled([first?.id ?? 0, second?.id ?? 0]);
    expect(await records.inbox.pending('sitoo', 10)).toHaveLength(1);
    expect(await records.inbox.pending('centra', 10)).toHaveLength(1);
  });
});

describe('cursors and notes', () => {
  it('Cursors and notes remember the last value that was set', async () => {
    expect(await records.cursors.get('sitoo-orders')).toBeUndefined();
    await records.cursors.set('sitoo-orders', '41');
    await records.cursors.set('sitoo-orders', '42');
    expect(await records.cursors.get('sitoo-orders')).toBe('42');
    await records.notes.keep('order/b/centra/1', 'With love');
    await records.notes.keep('order/b/centra/1', 'With much love');
    expect(await records.notes.read('order/b/centra/1')).toBe('With much love');
    expect(await records.notes.read('order/b/centra/2')).toBeUndefined();
  });
});

describe('intents', () => {
  const leaving = { key: 'place/1', system: 'sitoo', endsWithinMs: 60_000 } as const;

  it('Only one attempt may make the call, however many begin together', async () => {
    const calls = await Promise.all(Array.from({ length: 20 }, () => records.intents.leave(leaving)));
    expect(calls.filter((call) => call !== undefined)).toHaveLength(1);
  });

  it('An attempt that does not know the call before it may make none', async () => {
    const first = await records.intents.leave(leaving);
    const second = await records.intents.leave({ ...leaving, after: first ?? '' });
    expect(second).toBeDefined();
    expect(await records.intents.leave({ ...leaving, after: first ?? '' })).toBeUndefined();
    await records.intents.forget('place/1', second ?? '');
    expect(await records.intents.leave({ ...leaving, after: second ?? '' })).toBeUndefined();
  });

  it('A call may take effect until its time is over or it is answered, and keeps what was noted before the first one', async () => {
    const { intents } = records;
    expect(await intents.find('place/1')).toBeUndefined();
    const first = (await intents.leave({ ...leaving, before: '[1]' })) ?? '';
    expect((await intents.find('place/1'))?.mayEndInMs).toBeGreaterThan(50_000);
    expect(await intents.othersUnderWay('place/', 'place/1')).toBe(0);
    expect(await intents.othersUnderWay('place/', 'place/2')).toBeGreaterThan(50_000);
    await intents.answer('place/1', first);
    expect(await intents.find('place/1')).toMatchObject({
      call: first,
      isAnswered: true,
      mayEndInMs: 0,
      before: '[1]',
    });
    expect(await intents.othersUnderWay('place/', 'place/2')).toBe(0);
    const second = (await intents.leave({ ...leaving, endsWithinMs: 0, after: first, before: '[2]' })) ?? '';
    expect(await intents.find('place/1')).toMatchObject({ call: second, isAnswered: false, before: '[1]' });
  });

  it('What a counterpart holds is claimed by one intent, however many find it together', async () => {
    const { intents } = records;
    const keys = Array.from({ length: 20 }, (_, i) => `shipment/${i}`);
    const claims = await Promise.all(keys.map((key) => intents.claim(key, 'shipment/77')));
    const owners = keys.filter((_, i) => claims[i]);
    expect(owners).toHaveLength(1);
    const [owner = ''] = owners;
    expect(await intents.claimed(owner)).toBe('shipment/77');
    expect(await intents.claim(owner, 'shipment/77')).toBe(true);
    await intents.release(owner);
    expect(await intents.claim('shipment/other', 'shipment/77')).toBe(true);
  });
});

describe('the order store', () => {
  const fulfilment: FulfilmentRow = {
    origin: 'centra',
    orderNumber: asId('10045'),
    fulfilment: 1,
    location: 'store-03',
    system: 'sitoo',
    name: 'centra-10045-1',
    ref: asId('9001'),
    stage: 'placed',
    shipments: [asId(3), asId(4)],
  };

  it('The order store shows an order in its latest stage, and a repeat does not make it look newer', async () => {
    const order = { brand: 'b', origin: 'centra', number: asId('10045'), stage: 'received', workflowId: 'w' } as const;
    await records.orders.upsertOrder(order);
    await records.orders.upsertOrder({ ...order, stage: 'fulfilling' });
    const first = await records.orders.order('centra', asId('10045'));
    await records.orders.upsertOrder({ ...order, stage: 'fulfilling' });
    expect(await records.orders.order('centra', asId('10045'))).toEqual(first);
    expect(first).toMatchObject({ stage: 'fulfilling', workflowId: 'w' });
    expect(await records.orders.ordersInStage('fulfilling', { limit: 5 })).toEqual([first]);
    expect(await records.orders.order('sitoo', asId('10045'))).toBeUndefined();
  });

  it('The order store finds a fulfilment by our name and the counterpart’s, and among the open ones until it is settled', async () => {
    await records.orders.upsertFulfilment(fulfilment);
    await records.orders.upsertFulfilment({
      ...fulfilment,
      fulfilment: 2,
      name: 'C10045-2',
      ref: asId('5'),
      system: 'wms',
      stage: 'sent',
    });
    expect(await records.orders.fulfilmentByName('sitoo', 'centra-10045-1')).toEqual(fulfilment);
    expect(await records.orders.fulfilmentByRef('sitoo', '9001')).toEqual(fulfilment);
    expect(await records.orders.fulfilmentByRef('wms', '9001')).toBeUndefined();
    expect(await records.orders.fulfilments('centra', asId('10045'))).toHaveLength(2);
    expect(await records.orders.openFulfilments('sitoo', { limit: 10 })).toEqual([fulfilment]);
    expect(await records.orders.openFulfilments('wms', { limit: 10 })).toEqual([]);
  });
});

describe('the case store', () => {
  const row: CaseRow = {
    caseId: 'order/b/centra/1#1',
    workflowId: 'order/b/centra/1',
    brand: 'b',
    code: 'unknown-sku',
    codes: ['unknown-sku', 'no-address'],
    owner: 'products',
    severity: 'high',
    subject: 'centra 1',
    whatHappened: 'The SKU A is not known in the store.',
    whatToDo: 'Create it, then answer continue.',
    answers: ['continue', 'cancel'],
    openedAt: '2026-11-24T10:00:00.000Z',
    answerBy: '2026-11-24T14:00:00.000Z',
  };

  it('The case store opens a case once, however often it is reported', async () => {
    await records.cases.recordOpened(row);
    await records.cases.recordOpened({ ...row, whatHappened: 'Something else.' });
    expect(await records.cases.list({ open: true }, 10)).toEqual([row]);
    expect((await records.cases.show(row.caseId))?.trail).toHaveLength(1);
  });

  it('The case store lists by owner, subject and any of its codes', async () => {
    await records.cases.recordOpened(row);
    expect(await records.cases.list({ owner: 'products', code: 'no-address', subject: 'centra 1' }, 10)).toHaveLength(
      1,
    );
    expect(await records.cases.list({ owner: 'warehouse' }, 10)).toEqual([]);
    expect(await records.cases.list({ code: 'other' }, 10)).toEqual([]);
  });

  it('The case store keeps a trail of who did what, without repeating a remark that a retry reports again', async () => {
    const remark = { what: 'refused: continue', by: 'kim', note: 'The SKU is still unknown.' };
    await records.cases.recordOpened(row);
    await records.cases.addToTrail(row.caseId, remark);
    await records.cases.addToTrail(row.caseId, remark);
    await records.cases.recordClosed(row.caseId, { answer: 'cancel', by: 'kim', note: 'Customer agreed.' });
    await records.cases.recordClosed(row.caseId, { answer: 'continue', by: 'sam' });
    const shown = await records.cases.show(row.caseId);
    expect(shown?.row).toMatchObject({ outcome: 'cancel', resolvedBy: 'kim' });
    expect(shown?.trail.map(({ what, by, note }) => [what, by, note])).toEqual([
      ['opened', 'onepool', undefined],
      ['refused: continue', 'kim', 'The SKU is still unknown.'],
      ['closed: cancel', 'kim', 'Customer agreed.'],
    ]);
  });

  it('A case stays closed when its opening is reported late, and opens again when it really happens again', async () => {
    await records.cases.recordOpened(row);
    await records.cases.recordClosed(row.caseId, { answer: 'cancel', by: 'kim' });
    await records.cases.recordOpened(row);
    expect(await records.cases.list({ open: true }, 10)).toEqual([]);
    await records.cases.recordOpened({ ...row, openedAt: '2026-11-25T10:00:00.000Z' });
    expect(await records.cases.list({ open: true }, 10)).toHaveLength(1);
    expect(await records.cases.show('unknown')).toBeUndefined();
  });
});

describe('texts that PostgreSQL cannot hold', () => {
  const nul = 'a\u0000b\ud800';

  it('A NUL or half a character in any text of a case is left out, and the case is kept', async () => {
    const opened: CaseRow = {
      ...{ caseId: 'c-1', workflowId: 'w', brand: 'b', code: 'order.missing-courier', owner: 'care', severity: 'high' },
      ...{ codes: [nul], subject: nul, whatHappened: nul, whatToDo: nul, answers: [nul] },
      openedAt: '2026-11-24T10:00:00.000Z',
    };
    await records.cases.recordOpened(opened);
    await records.cases.addToTrail('c-1', { what: nul, by: nul, note: nul });
    await records.cases.recordClosed('c-1', { answer: nul, by: nul, note: nul });
    const shown = await records.cases.show('c-1');
    expect(shown?.row).toMatchObject({ whatHappened: 'ab\ufffd', codes: ['ab\ufffd'], resolvedBy: 'ab\ufffd' });
    expect(shown?.trail.map(({ note }) => note)).toEqual([undefined, 'ab\ufffd', 'ab\ufffd']);
  });

  it('A NUL or half a character in any text of an order or a return is left out, also in JSON', async () => {
    const covered = [{ line: asId<never>(nul), quantity: 1, location: nul }];
    const ended = { run: 1, state: 'open', changedAt: 1, readAt: 1, covered, wanted: [] } as const;
    await records.orders.upsertOrder({
      ...{ brand: 'b', origin: 'centra', number: asId(nul), stage: nul, workflowId: nul },
      ended,
    });
    expect(await records.orders.order('centra', asId('ab\ufffd'))).toMatchObject({ stage: 'ab\ufffd' });
    expect((await records.orders.ended('centra', asId(nul)))?.covered).toMatchObject([{ location: 'ab\ufffd' }]);
    const refund = { brand: 'b', refund: asId<never>(nul), location: nul, stage: nul, names: [nul], workflowId: nul };
    await records.returns.upsert(refund);
    expect(await records.returns.show(asId(nul))).toMatchObject({ names: ['ab\ufffd'] });
  });
});
