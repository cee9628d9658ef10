import { describe, expect, it } from '@jest/globals';
import { buildSchema, isEnumType } from 'graphql';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { WebOrderStatus } from '../../domain/order/web-order.js';
import { createCentra } from '../../systems/centra/adapter.js';
import { orderStatus } from '../../systems/centra/codes.js';
import { SCHEMA } from '../../systems/centra/generated/schema.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { alterCounterpart } from '../support/altered-counterpart.js';
import { type Harness, harnessOfTest, placed, TOKEN } from '../support/centra-harness.js';

const harness = await harnessOfTest();

const enumOfSchema = buildSchema(SCHEMA).getType('OrderStatus');
const STATUSES = isEnumType(enumOfSchema) ? enumOfSchema.getValues().map(({ name }) => name) : [];

/** How an order comes to a status. `undefined`: a checkout that is not complete is no order yet, and no list shows it. */
const BRINGS_TO: Readonly<Record<string, ((shop: Harness, number: CentraOrderNumber) => Promise<void>) | undefined>> = {
  INCOMPLETE: undefined,
  PENDING: async () => {},
  CONFIRMED: (shop, order) => shop.act({ type: 'web.confirm', order }),
  PROCESSING: async (shop, number) => {
    await shop.act({ type: 'web.confirm', order: number });
    const line = (await shop.centra.order(number))?.lines[0];
    if (line) await shop.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 1 }] });
  },
  SHIPPED: async (shop, order) => {
    await shop.act({ type: 'web.confirm', order });
    await shop.act({ type: 'web.other-ship', order });
  },
  ARCHIVED: (shop, order) => shop.act({ type: 'web.archive', order }),
  CANCELLED: (shop, order) => shop.act({ type: 'web.cancel', order }),
};

const PLACED = STATUSES.filter((status) => status !== 'INCOMPLETE');
const SINCE = { from: '2020-01-01T00:00:00Z', start: 0 };
const noneUnreadable = ({ sentence }: { sentence: string }): never => {
  throw new Error(sentence);
};

/** Every reader of orders, by what it is asked: the status that it shows of an order. */
type Shows = (number: CentraOrderNumber) => Promise<WebOrderStatus | undefined>;
const READERS: Readonly<Record<string, Shows>> = {
  order: async (number) => (await harness.centra.order(number))?.status,
  orders: async (number) => (await harness.centra.orders([number], 'orders', noneUnreadable))[0]?.status,
  changedOrders: async (number) =>
    (await harness.centra.changedOrders(SINCE, noneUnreadable)).orders.find((one) => one.number === number)?.status,
  changedGoods: async (number) =>
    (await harness.centra.changedGoods(SINCE, noneUnreadable)).orders.find((one) => one.number === number)?.status,
};

describe('the status of an order', () => {
  it('Every status that the schema knows is played', () => {
    expect(Object.keys(BRINGS_TO).sort()).toEqual([...STATUSES].sort());
  });

  it.each(PLACED.flatMap((status) => Object.keys(READERS).map((reader) => [status, reader] as const)))(
    'An order that is %s is read by %s',
    async (status, reader) => {
      const { number } = await placed(harness, { unconfirmed: true });
      await BRINGS_TO[status]?.(harness, number);
      expect(await READERS[reader]?.(number)).toBe(orderStatus(status));
    },
  );

  it('An endpoint whose schema does not name archived orders is not asked for them, and is read all the same', async () => {
    const proxy = await alterCounterpart(harness.url);
    try {
      proxy.alter(({ body, json }) =>
        body.includes('__type')
          ? { json: JSON.parse(JSON.stringify(json).replaceAll('ARCHIVED', 'PUT_AWAY')) }
          : undefined,
      );
      const centra = createCentra({ url: proxy.url, token: TOKEN, limiter: unlimited });
      const { number } = await placed(harness);
      expect((await centra.changedOrders(SINCE, noneUnreadable)).orders.map((one) => one.number)).toContain(number);
      expect((await centra.changedGoods(SINCE, noneUnreadable)).orders.map((one) => one.number)).toContain(number);
      expect(proxy.passed.filter((call) => call.includes('ARCHIVED'))).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});
