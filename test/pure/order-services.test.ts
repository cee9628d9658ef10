import { describe, expect, it } from '@jest/globals';
import { webOrderFacts } from '../../domain/order/facts-from-web.js';
import { changeMark, type OrderFacts } from '../../domain/order/order-facts.js';
import { openServices } from '../../domain/order/services.js';
import { forgetSettled, noteSettled, type SettledByPerson } from '../../domain/order/settled-by-person.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import { asId } from '../support/ids.js';
import { orderFacts } from '../support/order-facts.js';
import { testBrand, webLine, webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

const brand = testBrand({ webOrders: { services: ['SERVICE-*'] } });
const serviceLine = webLine({ id: asId(12), sku: 'SERVICE-ENGRAVING', quantity: 2, allocations: [] });
const facts = (changes: Partial<WebOrder>): OrderFacts =>
  webOrderFacts(webOrder({ lines: [webLine(), serviceLine], ...changes }), {
    brand,
    knowledgeOf: () => 'known',
    readAt: 1,
    fingerprint: (value) => JSON.stringify(value),
  });

describe('services of an order', () => {
  it('A service is open as long as no shipment has it, and for the units that were added since', () => {
    const settled = new Map([[asId<never>('12'), 1]]);
    expect(openServices(facts({}), new Map())).toEqual([{ line: '12', quantity: 2 }]);
    expect(openServices(facts({}), settled)).toEqual([{ line: '12', quantity: 1 }]);
    const shipment = {
      ...webShipment(1, 2),
      lines: [{ id: asId<never>(1), line: asId<never>('12'), quantity: 2, returned: 0 }],
    };
    expect(openServices(facts({ shipments: [shipment] }), settled)).toEqual([]);
    const more = { lines: [webLine(), { ...serviceLine, quantity: 3 }], shipments: [shipment] };
    expect(openServices(facts(more), settled)).toEqual([{ line: '12', quantity: 1 }]);
  });

  it('Nothing is captured of an order that is cancelled or complete', () => {
    for (const status of ['cancelled', 'shipped'] as const)
      expect(openServices(facts({ status }), new Map())).toEqual([]);
  });

  it('An order learns of a service that is added, of money that it needs no more and of money that is missing, and no fulfilment is planned again for it', () => {
    const seen = facts({});
    const authorised = { kind: 'authorisation', status: 'success', amountMinor: 44_900 } as const;
    const changes: Partial<WebOrder>[] = [
      { lines: [webLine(), { ...serviceLine, quantity: 3 }] },
      { payments: [authorised], grandTotalMinor: 40_000 },
      { payments: [authorised], status: 'shipped' },
    ];
    for (const change of changes) {
      const now = facts(change);
      expect(now.revision).toBe(seen.revision);
      expect(changeMark(now)).not.toBe(changeMark(seen));
    }
  });
});

describe('units that a person settled at the web shop', () => {
  const line = asId<never>('11');
  const holding = (quantity: number) => ({ lines: orderFacts({ lines: [] }).lines.concat(factLine(quantity)) });
  const factLine = (quantity: number) => ({
    line,
    sku: 'TEE',
    quantity,
    knowledge: 'known' as const,
    unitPriceMinor: 1,
    allocations: [],
  });
  const sentOne = [{ line, quantity: 1, location: 'dc' }];

  it.each([
    ['the web shop shows them for ever', 2, [2, 2], 1],
    ['the web shop takes them off the order later', 2, [1], 0],
    ['the web shop had taken them off before', 1, [1], 0],
    ['they are taken off, and the customer adds one later', 2, [1, 2], 0],
    ['the customer adds one beside them', 2, [3], 1],
  ])('Settled units stand for units of the order no longer than it holds them: %s', (_, atFirst, later, left) => {
    const settled = new Map<never, SettledByPerson>();
    noteSettled(settled, { facts: holding(atFirst), covered: sentOne }, [{ line, quantity: 1 }]);
    for (const quantity of later) forgetSettled(settled, holding(quantity));
    expect(settled.get(line)?.units ?? 0).toBe(left);
  });
});
