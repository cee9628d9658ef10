import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import { ATTRIBUTE_TABLE, type AttributeRow, FIXED_FIELDS, isMapped } from '../../domain/order/attribute-table.js';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import { planFulfilments } from '../../domain/order/split-order.js';
import { webOrderToStore } from '../../domain/order/transfer/web-order-to-store.js';
import { webOrderToWarehouse } from '../../domain/order/transfer/web-order-to-warehouse.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { orderBody as sitooBody } from '../../systems/sitoo/write-order.js';
import { changed, fieldsOf, leavesOf, type Path, rowFor } from '../support/attribute-paths.js';
import { fullWebOrder } from '../support/full-web-order.js';
import { testBrand } from '../support/web-order.js';

const courier = (delivery: 'home' | 'collect', name: string) => ({
  delivery,
  shippingOptions: [name, `${name}~`],
  carrier: 'Carrier',
  service: 'service',
  wayOfDelivery: name.toUpperCase(),
});
const brand = testBrand({
  locations: [
    { id: 'store-01', kind: 'store', name: 'One', centra: 1, sitoo: 101 },
    { id: 'store-02', kind: 'store', name: 'Two', centra: 2, sitoo: 102 },
    { id: 'dc', kind: 'warehouse', name: 'Central', centra: 9, sitoo: 109, wms: 1 },
    { id: 'dc-2', kind: 'warehouse', name: 'North', centra: 10, sitoo: 110, wms: 2 },
  ],
  couriers: {
    'home-1': { ...courier('home', 'home-1'), shippingOptions: ['home-1'] },
    'home-2': { ...courier('home', 'home-2'), shippingOptions: ['home-1~'] },
    'collect-1': { ...courier('collect', 'collect-1'), shippingOptions: ['collect-1'] },
    'collect-2': { ...courier('collect', 'collect-2'), shippingOptions: ['collect-1~'] },
  },
});

/** The ways a web order's fulfilment can go, each as far as the body that is sent. */
const WAYS = {
  'Sitoo, sent home': { system: 'sitoo', warehouse: 1, shippingOption: 'home-1' },
  'Sitoo, collected': { system: 'sitoo', warehouse: 1, shippingOption: 'collect-1' },
  'the WMS': { system: 'wms', warehouse: 9, shippingOption: 'home-1' },
} as const;
const PLACED_AT = Date.parse('2026-11-23T12:00:00Z');
type Way = (typeof WAYS)[keyof typeof WAYS];

/** What an order is planned into: the same steps as before a real transfer. */
function fulfilmentOf(order: WebOrder) {
  const facts = webOrderFacts(order, { brand, knowledgeOf: () => 'known', readAt: 0, fingerprint });
  const [fulfilment] = planFulfilments(facts);
  const location = brand.locations.find((l) => l.id === fulfilment?.location);
  if (fulfilment === undefined || location === undefined)
    throw new Error('the order has no fulfilment at a location of the brand');
  return { lines: fulfilment.lines, location, courier: facts.courier ?? '' };
}

function send(order: WebOrder, { system }: Way, fulfilment = fulfilmentOf(order)): Map<string, string> {
  const giftMessage = order.attributes.find((a) => `${a.type}.${a.key}` === brand.gift.message)?.value;
  const transfer = {
    order,
    fulfilment: 1,
    brand,
    corrections: {},
    ...fulfilment,
    ...(giftMessage ? { giftMessage } : {}),
  };
  return fieldsOf(system === 'sitoo' ? sitooBody(webOrderToStore(transfer, PLACED_AT)) : webOrderToWarehouse(transfer));
}

/** Names of the fields in which two transfers differ. */
const differences = (a: Map<string, string>, b: Map<string, string>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].filter((field) => a.get(field) !== b.get(field)).sort();

function expectedFields(row: AttributeRow, { system, shippingOption }: Way): string[] {
  const target = row[system];
  if (!isMapped(target)) return [];
  if (system === 'sitoo' && row.sitooOnly === 'home' && shippingOption !== 'home-1') return [];
  const also = system === 'sitoo' ? row.sitooAlso : row.wmsAlso;
  return [target, ...(also ?? [])].sort();
}

const without = (order: WebOrder, path: string): WebOrder =>
  changed(
    order,
    (p) => p.name === path,
    () => undefined,
  );

describe.each(Object.entries(WAYS))('a web order on its way to %s', (_name, way) => {
  const base = fullWebOrder({ warehouse: way.warehouse, shippingOption: way.shippingOption });

  it.each(ATTRIBUTE_TABLE.map((row) => [row.centra, row] as const))(
    'The transfer carries %s exactly where the table says, or nowhere',
    (_attribute, row) => {
      const before = row.insteadOf === undefined ? base : without(base, row.insteadOf);
      const covered = (path: Path): boolean => rowFor(path, ATTRIBUTE_TABLE) === row;
      const after = changed(before, covered, (value) => another(value));
      expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));

      // What only steers is compared for one and the same fulfilment: it may well change what is planned.
      const fulfilment = isMapped(row[way.system]) ? undefined : fulfilmentOf(before);
      expect(differences(send(before, way, fulfilment), send(after, way, fulfilment))).toEqual(
        expectedFields(row, way),
      );
    },
  );

  it.each(['false', 'No', ' 0 ', ''])('The transfer prints no wrapping when the order says %p', (value) => {
    const asked = changed(
      base,
      (p) => p.name === 'attributes[gift.wrap]',
      () => value,
    );
    const silent = without(base, 'attributes[gift.wrap]');
    const fulfilment = fulfilmentOf(base);
    expect(differences(send(asked, way, fulfilment), send(silent, way, fulfilment))).toEqual([]);
    expect(differences(send(base, way, fulfilment), send(silent, way, fulfilment))).toHaveLength(1);
  });

  it('The transfer prefers an attribute to its substitute', () => {
    for (const row of ATTRIBUTE_TABLE.filter((r) => r.insteadOf !== undefined)) {
      const after = changed(base, (path) => rowFor(path, ATTRIBUTE_TABLE) === row, another);
      expect([row.centra, differences(send(base, way), send(after, way))]).toEqual([row.centra, []]);
    }
  });

  it('The transfer carries no field whose origin the table does not name', () => {
    const named = new Set(ATTRIBUTE_TABLE.flatMap((row) => expectedFields(row, way)));
    const fixed = Object.keys(FIXED_FIELDS[way.system]);
    const sent = new Set(send(base, way).keys());
    expect([...sent].filter((field) => !named.has(field) && !fixed.includes(field))).toEqual([]);
    expect([...named, ...fixed].filter((field) => !sent.has(field))).toEqual([]);
  });
});

describe('the table of attributes', () => {
  const attributes = leavesOf(fullWebOrder({ warehouse: 1, shippingOption: 'home-1' }));

  it('The table names every attribute of a web order', () => {
    expect(attributes.filter((path) => rowFor(path, ATTRIBUTE_TABLE) === undefined).map((p) => p.name)).toEqual([]);
  });

  it('The table names nothing that a web order does not have, and nothing twice', () => {
    const used = new Set(attributes.map((path) => rowFor(path, ATTRIBUTE_TABLE)));
    expect(ATTRIBUTE_TABLE.filter((row) => !used.has(row)).map((row) => row.centra)).toEqual([]);
    expect(new Set(ATTRIBUTE_TABLE.map((row) => row.centra)).size).toBe(ATTRIBUTE_TABLE.length);
  });

  it('The table gives the exact values, not only the fields', () => {
    const sitoo = send(fullWebOrder({ warehouse: 1, shippingOption: 'home-1' }), WAYS['Sitoo, sent home']);
    const wms = send(fullWebOrder({ warehouse: 9, shippingOption: 'home-1' }), WAYS['the WMS']);
    // 3 units, first 250.00 each, now 200.00.
    expect([
      sitoo.get('orderitems[].moneyrowprice'),
      sitoo.get('orderitems[].moneyrowdiscount'),
      sitoo.get('payments[].moneyamount'),
      sitoo.get('orderdate'),
      sitoo.get('externalid'),
      sitoo.get('warehouseid'),
    ]).toEqual(['"750.00"', '"150.06"', '"599.94"', '1795425296', '"centra-10045-1"', '101']);
    // Reserved for the 4 hours to pick and the 14 days to fetch, in seconds.
    expect(Number(sitoo.get('datereserved'))).toBe(PLACED_AT / 1_000 + 4 * 3_600 + 14 * 86_400);
    expect([
      wms.get('lines[].unitPrice'),
      wms.get('deliveryDate'),
      wms.get('name'),
      wms.get('warehouseId'),
      wms.get('wayOfDelivery'),
      wms.get('consignee.name'),
    ]).toEqual([
      '"200.00"',
      '"2026-11-23T09:14:56.000Z"',
      '"C10045-1"',
      '"1"',
      '"HOME-1"',
      '"shippingAddress.firstName shippingAddress.lastName, shippingAddress.companyName"',
    ]);
  });
});

/** Another value of the same kind. A text that is a moment stays one. */
function another(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? text.replace(/^2026/, '2025') : text === 'SEK' ? 'EUR' : `${text}~`;
}
