import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createOngoing } from '../../systems/ongoing/adapter.js';
import { inboundRequest } from '../../systems/ongoing/inbound.js';
import { articleRequest, orderRequest } from '../../systems/ongoing/request-schemas.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';
import { asId, wmsWarehouse } from '../support/ids.js';
import { breachesOf, ONGOING_CONTRACT, takesField } from '../support/ongoing-contract.js';
import { projectFiles } from '../support/sources.js';
import { GOODS_OWNER, newOrder, STATUSES, startStub } from '../support/warehouse-harness.js';

interface Received {
  readonly operation: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const received: Received[] = [];
let stub: Awaited<ReturnType<typeof startStub>>;
let wms: WarehousePort;
let inRows: WarehousePort;

const ANSWERS: Readonly<Record<string, unknown>> = {
  'GET orders/statuses': { orderStatuses: [] },
  'PUT orders': { orderId: 1 },
  'DELETE orders': { orderId: 1 },
  'PUT purchaseOrders': { purchaseOrderId: 1 },
  'PUT articles': { articleSystemId: 1 },
};

async function bodyOf(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

beforeAll(async () => {
  stub = await startStub((message, response) => {
    void bodyOf(message).then((body) => {
      const url = new URL(message.url ?? '/', 'http://stub');
      const operation = `${message.method} ${url.pathname.replace('/api/v1/', '')}`;
      received.push({ operation, query: url.searchParams, body });
      response.end(JSON.stringify(ANSWERS[operation] ?? []));
    });
  });
  const login = { url: stub.url, user: 'u', password: 'p', goodsOwnerId: GOODS_OWNER, statuses: STATUSES };
  wms = createOngoing({ ...login, limiter: unlimited });
  inRows = createOngoing({
    ...login,
    limiter: unlimited,
    writing: { linePrice: 'row', customerLinePrice: true, articleTwice: 'rows' },
  });
});
afterAll(() => stub.close());

/** An order with everything that an order can say. */
const fullOrder = newOrder('C10045-1', {
  phone: '+46700000000',
  servicePointCode: 'SP-1',
  customsCurrency: 'SEK',
  orderRemark: 'With love',
  deliveryInstruction: 'At the door',
  warehouseInstruction: 'Fragile',
  salesCode: 'WEB',
  freeText1: 'one',
  freeText2: 'two',
  freeText3: 'three',
  consignee: {
    name: 'Ada Ek',
    address1: 'Gatan 1',
    address2: 'Door 2',
    postCode: '11122',
    city: 'Oslo',
    countryCode: 'NO',
    stateCode: '03',
    remark: 'Reception',
    vatNumber: 'NO1',
  },
  lines: [
    ...[asId<never>('1'), asId<never>('2')].map((line) => ({
      line,
      sku: 'TEE-M',
      quantity: 2,
      comment: 'Gift',
      unitPrice: '199.00',
      currency: 'SEK',
      customsValue: '318.40',
      vatPercent: 25,
    })),
  ],
});
const notice = {
  name: 'RETURN-1-dc',
  warehouse: wmsWarehouse(7),
  returnType: true,
  lines: [{ row: '0', sku: 'TEE-M', quantity: 1 }],
};
const NOW = '2026-11-24T00:00:00.000Z';

/** Every call that the adapter can make, by the method that makes it: a new method needs a line here. */
const CALLS: Readonly<Record<keyof WarehousePort, (port: WarehousePort) => Promise<unknown>>> = {
  placeOrder: (port) => port.placeOrder(fullOrder),
  order: (port) => port.order('C1-1'),
  orders: (port) => port.orders(['C1-1', 'C2-1']),
  ordersChangedSince: (port) => port.ordersChangedSince(NOW, 10, asId('6')),
  ordersReturnedSince: (port) => port.ordersReturnedSince(NOW, 10, asId('6')),
  backOrdersOf: (port) => port.backOrdersOf(asId('5')),
  cancelOrder: (port) => port.cancelOrder('C1-1'),
  checkSettings: (port) => port.checkSettings(),
  warehouses: (port) => port.warehouses(),
  knownSkus: (port) => port.knownSkus(['A', 'B']),
  stock: (port) => port.stock(['A', 'B']),
  stockChangedSince: (port) => port.stockChangedSince(NOW, 10, asId('6')),
  stockPerWarehouse: (port) => port.stockPerWarehouse(['A', 'B']),
  announceGoods: (port) => port.announceGoods(notice),
  announcedGoods: (port) => port.announcedGoods(['A', 'B']),
  someAnnounced: (port) => port.someAnnounced(10),
  articlePage: (port) => port.articlePage(asId('6')),
  putArticle: (port) => port.putArticle({ sku: 'A', name: 'An article', barcode: '7350000000011', active: true }),
  // No call: this WMS is asked, and hands nothing over.
  notUnderstood: (port) => port.notUnderstood(),
  markReported: (port) => port.markReported([]),
  // No call: the clock is read from the answers to others.
  clockSkewMs: async () => undefined,
};

describe('what is sent to the WMS', () => {
  it.each(Object.entries(CALLS))(
    'The call %s is one that the contract knows, in every parameter and field',
    async (_, call) => {
      const before = received.length;
      for (const port of [wms, inRows]) await call(port);
      expect(received.slice(before).flatMap(breachesOf)).toEqual([]);
    },
  );

  it('Every operation in the adapter is made by one of these calls', async () => {
    for (const call of Object.values(CALLS)) await call(wms);
    const written = projectFiles('systems/ongoing')
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'((?:GET|PUT|POST|PATCH|DELETE) [\w/]+)'/g)])
      .map(([, operation = '']) => operation);
    const made = new Set(received.map(({ operation }) => operation));
    expect([...new Set(written)].sort()).toEqual([...made].sort());
  });

  it.each([
    ['PUT orders', orderRequest],
    ['PUT articles', articleRequest],
    ['PUT purchaseOrders', inboundRequest],
  ] as const)('The contract has every field that %s may carry', (operation, schema) => {
    const fields = pathsOf(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
    expect(fields.length).toBeGreaterThan(4);
    expect(fields.filter((path) => !takesField(operation, path))).toEqual([]);
  });

  it('A call with an unknown operation, parameter or field, a wrong type or a missing value is found', () => {
    const query = new URLSearchParams({ goodsOwnerId: '42' });
    expect(breachesOf({ operation: 'GET orders/lost', query, body: undefined })).toHaveLength(1);
    expect(breachesOf({ operation: 'GET orders/statuses', query, body: undefined })).toHaveLength(1);
    expect(breachesOf({ operation: 'GET orders', query: new URLSearchParams(), body: undefined })).toHaveLength(1);
    const order = { goodsOwnerId: 42, orderNumber: 'A', deliveryDate: NOW, consignee: { name: 'Ada' } };
    const none = new URLSearchParams();
    const lines = (line: object) => ({ operation: 'PUT orders', query: none, body: { ...order, orderLines: [line] } });
    expect(breachesOf(lines({ rowNumber: '1', articleNumber: 'A' }))).toEqual([]);
    expect(breachesOf(lines({ rowNumber: '1' }))).toHaveLength(1);
    expect(breachesOf(lines({ rowNumber: '1', articleNumber: 'A', quantity: 1 }))).toHaveLength(1);
    expect(breachesOf(lines({ rowNumber: 1, articleNumber: 'A' }))).toHaveLength(1);
    const twice = new URLSearchParams('goodsOwnerId=42&orderNumber=A&orderNumber=B');
    expect(breachesOf({ operation: 'GET orders', query: twice, body: undefined })).toHaveLength(1);
    expect(Object.keys(ONGOING_CONTRACT).length).toBeGreaterThan(8);
  });
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** The fields that a schema describes, by path. */
function pathsOf(schema: object, path = ''): string[] {
  const { properties, items } = schema as JsonSchema;
  if (items !== undefined) return pathsOf(items, `${path}[]`);
  if (properties === undefined) return [path];
  return Object.entries(properties).flatMap(([name, inner]) => pathsOf(inner, path === '' ? name : `${path}.${name}`));
}
