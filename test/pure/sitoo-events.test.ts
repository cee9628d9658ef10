import { describe, expect, it } from '@jest/globals';
import { NotEvents, parseEvents, verifyBasic } from '../../systems/sitoo/events.js';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('credentials of a pushed event', () => {
  const expected = { user: 'onepool', passwords: ['new', 'old'] };

  it('A pushed event is accepted with either password while one is rotated', () => {
    expect(verifyBasic(basic('onepool', 'new'), expected)).toBe(true);
    expect(verifyBasic(basic('onepool', 'old'), expected)).toBe(true);
    expect(verifyBasic(basic('onepool', 'old').replace('Basic', 'basic'), expected)).toBe(true);
  });

  it('A pushed event is refused with another password, user or scheme, and without a header', () => {
    for (const header of [basic('onepool', 'x'), basic('other', 'new'), 'Bearer new', '', undefined])
      expect(verifyBasic(header, expected)).toBe(false);
    expect(verifyBasic(basic('onepool', ''), { user: 'onepool', passwords: [] })).toBe(false);
  });
});

describe('reading pushed events', () => {
  const event = (type: string, data: unknown, id: unknown = 'evt-1') => ({
    event_id: id,
    event_type: type,
    event_date: 1_764_000_100,
    account_id: 90_001,
    data,
  });
  const read = (...events: unknown[]) => parseEvents(JSON.stringify(events));

  it('A pushed event names its order, else its warehouse, else nothing', () => {
    const subjects = read(
      event('order', { order_id: 512, warehouse_id: 7 }),
      event('order-delivery', { order_id: 512, order_delivery_id: 88 }),
      event('booking', { order_id: 9 }),
      event('warehouse-transaction', { warehouse_id: 7 }),
      event('z-report', {}),
    ).map((one) => one.subject);
    expect(subjects).toEqual(['512', '512', '9', '7', '']);
  });

  it('A pushed event keeps ids, types and states, and nothing about a person', () => {
    const [one] = read(
      event('order', {
        order_id: 512,
        order_event_type: 'update',
        order_state_changed: 'closed',
        email: 'ada@example.test',
        customer_id: 'Ada Ek, Provgatan 1',
        phone: 46700000000,
      }),
    );
    expect(JSON.parse(one?.raw ?? '')).toEqual({
      event_id: 'evt-1',
      event_type: 'order',
      event_date: 1_764_000_100,
      account_id: 90_001,
      data: { order_id: 512, order_event_type: 'update', order_state_changed: 'closed' },
    });
  });

  it('A pushed event keeps the order and id of a delivery, and the row of a stock transaction', () => {
    const delivery = {
      order_id: 512,
      order_delivery_id: 88,
      warehouse_id: 7,
      order_delivery_state_changed: 'delivered',
    };
    const transaction = { eshop_id: 1, warehouse_id: 7, warehouse_transaction_id: 90_311 };
    const events = read(event('order-delivery', delivery), event('warehouse-transaction', transaction));
    expect(events.map(({ raw }) => JSON.parse(raw).data)).toEqual([delivery, transaction]);
  });

  it('A pushed event may have an unknown type, missing data and strange elements', () => {
    const events = read(event('brand-new', null), { event_type: 'order' }, 7, null, 'x');
    expect(events.map((one) => one.kind)).toEqual(['brand-new', 'order', 'unknown', 'unknown', 'unknown']);
    expect(new Set(events.map((one) => one.eventId)).size).toBe(5);
  });

  it('A pushed event without an id gets the same id on every repeat', () => {
    const nameless = event('order', { order_id: 1 }, null);
    expect(read(nameless)[0]?.eventId).toBe(read(nameless)[0]?.eventId);
    expect(read(event('order', { order_id: 1 }, 4711))[0]?.eventId).toBe('4711');
  });

  it.each(['1'.repeat(40), 1e21, 'x', '\0', { a: 1 }, -1])(
    'A pushed event that names the order %j is refused without saying so to a follower',
    (order_id) => {
      const [one] = read(event('order', { order_id, email: 'ada@example.test' }));
      expect(one).toMatchObject({ subject: '', refused: expect.stringContaining('no order id') });
      expect(JSON.stringify(one)).not.toContain('ada@');
    },
  );

  it('A pushed event keeps no id, time, type or property that is longer than any that Sitoo documents', () => {
    const long = 'x'.repeat(5_000);
    const [one] = read({
      ...event(long, { [`${long}_id`]: 1, order_id: 1, eshop_id: long }, long),
      event_date: `Ada Ek ${long}`,
      account_id: long,
    });
    expect(one?.kind).toBe('unknown');
    expect(one?.eventId).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(one?.raw ?? '')).toEqual({ event_type: 'unknown', data: { order_id: 1 } });
  });

  it('A body of more events than Sitoo could mean is not read at all', () => {
    expect(read(...Array.from({ length: 1_000 }, () => event('order', {})))).toHaveLength(1_000);
    expect(() => read(...Array.from({ length: 1_001 }, () => event('order', {})))).toThrow(NotEvents);
  });

  it('A body that is not a list of events is reported', () => {
    for (const body of ['', '{', '<html>', '{"event_id":"1"}', 'null'])
      expect(() => parseEvents(body)).toThrow(NotEvents);
    expect(parseEvents('[]')).toEqual([]);
  });
});
