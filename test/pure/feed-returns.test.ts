import { describe, expect, it } from '@jest/globals';
import { FeedError } from '../../lab/day/feed/feed.js';
import { formatFeed } from '../../lab/day/feed/format-feed.js';
import type { Action, ActionOf } from '../../lab/day/feed/lines.js';
import { parseFeed } from '../../lab/day/feed/parse-feed.js';
import { RETURNS } from '../../lab/day/generate/day-shape.js';
import { generateDay } from '../../lab/day/generate/generate-day.js';
import type { ReturnScenario } from '../../lab/day/generate/return-scenarios.js';
import { generateReturnsDay } from '../../lab/day/generate/returns-day.js';
import { actOfCustomer } from '../../lab/day/play/act-of-customer.js';
import { ReturningCustomers } from '../../lab/day/play/returning-customers.js';
import { onepool } from '../support/test-shell.js';

const at = '2026-03-02T09:00:00Z';
const line = { sku: 'A', quantity: 1, price: '10.00' };
const order = { at, type: 'web.order', order: 7, delivery: 'home', lines: [line] };
const refund = {
  at,
  type: 'pos.refund',
  location: 'store-01',
  order: 7,
  lines: [{ ...line, condition: 'damaged' }],
  condition: 'resellable',
  paidOut: true,
} as const;
const words = { currency: 'SEK', numberOf: Number };
const isRefund = (a: Action): a is ActionOf<'pos.refund'> => a.type === 'pos.refund';
const isOrder = (a: Action): a is ActionOf<'web.order'> => a.type === 'web.order';

describe('lines about returned goods', () => {
  it('Lines about returned goods read back as they were written', () => {
    const full = { ...refund, exchange: [line], goodsTo: 'warehouse', unchecked: true, blind: true };
    const posted = { at, type: 'web.return', order: 7, lines: [{ sku: 'A', quantity: 1 }], restock: 'dc' };
    const { actions, warnings } = parseFeed([order, full, posted].map((l) => JSON.stringify(l)).join('\n'));
    expect(actions.slice(1)).toEqual([full, posted]);
    expect(warnings).toEqual([]);
  });

  it('Lines about returned goods are refused for an unknown location, price or condition', () => {
    const world = [
      { type: 'location', id: 'dc', kind: 'warehouse' },
      { type: 'location', id: 'store-01', kind: 'store' },
      { type: 'product', sku: 'A', barcode: '1', name: 'Tee', price: '10.00', currency: 'SEK' },
    ];
    const bad = [
      { at, type: 'web.return', order: 7, lines: [{ sku: 'A', quantity: 1 }], restock: 'attic' },
      { ...refund, exchange: [{ ...line, price: '1.234' }] },
    ];
    const text = (lines: object[]) => lines.map((l) => JSON.stringify(l)).join('\n');
    const places = () => parseFeed(text([...world, order, ...bad]));
    expect(places).toThrow(FeedError);
    expect(places).toThrow(/line 5, restock: no location line has the id "attic"/);
    expect(places).toThrow(/line 6, exchange\.0\.price/);
    expect(() => parseFeed(text([order, { ...refund, lines: [{ ...line, condition: 'worn' }] }]))).toThrow(FeedError);
  });

  it('The till receives conditions, an exchange and the destination of the goods', () => {
    const said = actOfCustomer({ ...refund, lines: [...refund.lines], exchange: [line], goodsTo: 'warehouse' }, words);
    expect(said).toMatchObject({
      system: 'sitoo',
      act: {
        order: 7,
        lines: [{ sku: 'A', quantity: 1, priceMinor: 1_000, condition: 'damaged' }],
        exchange: [{ sku: 'A', quantity: 1, priceMinor: 1_000 }],
        goodsTo: 'warehouse',
      },
    });
  });

  it('The till does not learn the order when the customer shows no receipt', () => {
    const said = actOfCustomer({ ...refund, lines: [...refund.lines], blind: true }, words);
    expect(said?.act.order).toBeUndefined();
  });

  it('The web shop receives goods that come back by post', () => {
    const lines = [{ sku: 'A', quantity: 1 }];
    expect(actOfCustomer({ at, type: 'web.return', order: 7, lines, restock: 'dc' }, words)).toEqual({
      system: 'centra',
      act: { type: 'web.return', order: 7, lines, restock: 'dc' },
    });
  });
});

describe('customers who return a web order', () => {
  const action = { ...refund, lines: [...refund.lines] };
  const shopThatSays = (status: string) => async () => [{ number: 7, status }];

  it('Customers return a web order once all of it has been sent', async () => {
    const early = new ReturningCustomers(shopThatSays('PROCESSING'));
    await early.refresh();
    expect(early.isSent(7)).toBe(false);
    const home = new ReturningCustomers(shopThatSays('SHIPPED'));
    expect(home.isSent(7)).toBe(false);
    await home.refresh();
    expect(home.isSent(7)).toBe(true);
  });

  it('Customers who are turned away come again after a while, and not for ever', async () => {
    let now = 0;
    const customers = new ReturningCustomers(shopThatSays('SHIPPED'), () => now);
    await customers.refresh();
    expect(customers.comesAgain(action, 7)).toBe(true);
    expect(customers.mayCome(action)).toBe(false);
    now = 1_000;
    expect(customers.mayCome(action)).toBe(true);
    now = 200_000;
    expect(customers.comesAgain(action, 7)).toBe(false);
  });

  it('Customers do not come again with an order that was cancelled', async () => {
    const customers = new ReturningCustomers(shopThatSays('CANCELLED'));
    await customers.refresh();
    expect(customers.comesAgain(action, 7)).toBe(false);
  });
});

describe('returns in the bundled day', () => {
  const day = generateDay({ seed: 1 });
  const back = day.actions.filter(isRefund).filter((a) => a.order !== undefined);

  it('The bundled day returns as many web orders as planned, whatever the seed', () => {
    const planned = Object.values(RETURNS).reduce((sum, n) => sum + n, 0);
    for (const seed of [1, 2, 3, 4]) {
      const refunds = generateDay({ seed }).actions.filter(isRefund);
      expect(new Set(refunds.flatMap((a) => a.order ?? [])).size).toBe(planned);
      expect(refunds.filter((a) => a.blind).length).toBe(RETURNS.blind);
    }
  });

  it('The bundled day returns goods after their order, and no more than it holds unless the till cannot look it up', () => {
    const orders = new Map(day.actions.filter(isOrder).map((a) => [a.order, a]));
    const left = new Map<string, number>();
    for (const { order: number, lines } of orders.values())
      for (const { sku, quantity } of lines) left.set(`${number} ${sku}`, quantity);
    for (const { order: number, lines, unchecked, at: then } of back) {
      expect(Date.parse(then)).toBeGreaterThan(Date.parse(orders.get(number ?? 0)?.at ?? then));
      for (const { sku, quantity } of unchecked ? [] : lines) {
        const key = `${number} ${sku}`;
        left.set(key, (left.get(key) ?? 0) - quantity);
        expect(left.get(key)).toBeGreaterThanOrEqual(0);
      }
    }
  });
});

describe('a day of returns', () => {
  const day = generateReturnsDay({ seed: 1, returns: 200, stores: 30, skus: 500 });
  const refunds = day.actions.filter(isRefund);
  const orders = new Map(day.actions.filter(isOrder).map((a) => [a.order, a]));

  it('A day of returns is the same for the same seed, and a valid feed', () => {
    const again = generateReturnsDay({ seed: 1, returns: 200, stores: 30, skus: 500 });
    expect(formatFeed(again)).toBe(formatFeed(day));
    expect(parseFeed(formatFeed(day))).toEqual(day);
  });

  it.each([1, 7, 19, 200, 333])('A day of returns has the %i returns that were asked for', (returns) => {
    const { actions } = generateReturnsDay({ seed: 2, returns, stores: 2, skus: 60 });
    expect(actions.filter(isRefund)).toHaveLength(returns);
  });

  it('A day of returns has every way in which goods come back', () => {
    const whole = ({ order: number, lines }: ActionOf<'pos.refund'>) =>
      JSON.stringify(orders.get(number ?? 0)?.lines) === JSON.stringify(lines);
    const times = new Map<unknown, number>();
    for (const { order: number } of refunds) times.set(number, (times.get(number) ?? 0) + 1);
    const found: Record<Exclude<ReturnScenario, 'lines'> | 'sale', boolean> = {
      whole: refunds.some((a) => a.order !== undefined && whole(a)),
      partial: refunds.some((a) => a.order !== undefined && !whole(a)),
      mixed: refunds.some((a) => a.lines.some((l) => l.condition !== undefined)),
      repeated: refunds.some((a) => a.order !== undefined && times.get(a.order) === 2),
      blind: refunds.some((a) => a.blind),
      exchange: refunds.some((a) => a.exchange !== undefined),
      post: day.actions.some((a) => a.type === 'web.return'),
      beyond: refunds.some((a) => a.unchecked),
      warehouse: refunds.some((a) => a.goodsTo !== undefined),
      sale: refunds.some((a) => a.receipt !== undefined),
    };
    expect(Object.entries(found).filter(([, there]) => !there)).toEqual([]);
  });

  it('A day of returns sends its orders from stores and from the warehouse', () => {
    const fromStore = [...orders.values()].filter((a) => a.location !== undefined).length;
    expect(fromStore).toBeGreaterThan(40);
    expect(orders.size - fromStore).toBeGreaterThan(40);
  });

  it('A day of returns loses, doubles and delays events of every counterpart', () => {
    const first = refunds[0]?.at ?? '';
    const last = refunds.at(-1)?.at ?? '';
    const found = day.actions.flatMap((a) =>
      a.type === 'events.fault' && a.at > first && a.at < last ? [`${a.system} ${a.fault}`] : [],
    );
    const all = ['centra', 'sitoo', 'wms'].flatMap((system) =>
      ['lost', 'duplicate', 'late'].map((fault) => `${system} ${fault}`),
    );
    expect([...new Set(found)].toSorted()).toEqual(all.toSorted());
  });

  it('A day of returns brings goods without a receipt only where a single order fits', () => {
    for (const { order: number, lines } of refunds.filter((a) => a.blind))
      for (const { sku } of lines)
        expect([...orders.values()].filter((a) => a.lines.some((l) => l.sku === sku)).map((a) => a.order)).toEqual([
          number,
        ]);
  });

  it('The feed command can write a day of returns', async () => {
    const { out, code } = await onepool(['feed', '--returns', '20', '--stores', '2', '--skus', '40']);
    expect(code).toBe(0);
    expect(parseFeed(out).actions.filter(isRefund)).toHaveLength(20);
    expect((await onepool(['feed', '--returns', '0'])).code).toBe(2);
  });
});
