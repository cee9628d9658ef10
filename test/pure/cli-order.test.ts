import { describe, expect, it } from '@jest/globals';
import { printOrder } from '../../client/cli/commands/order-print.js';
import { type KnownOrders, type OrderSources, ordersNamed, viewOrder } from '../../client/order-view.js';
import { workflowUrl } from '../../client/web-ui.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { FulfilmentRow, OrderRow } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { asId } from '../support/ids.js';
import { webShipment } from '../support/web-shipment.js';

const ROW: OrderRow = {
  brand: 'nordvik',
  origin: 'centra',
  number: asId('10045'),
  stage: 'working',
  workflowId: 'order/nordvik/centra/10045',
  updatedAt: '2026-11-24T08:00:00.000Z',
};
const fulfilment = (over: Partial<FulfilmentRow>): FulfilmentRow => ({
  origin: 'centra',
  orderNumber: asId('10045'),
  fulfilment: 1,
  location: 'store-01',
  system: 'sitoo',
  name: 'centra-10045-1',
  ref: asId('512'),
  stage: 'placed',
  shipments: [],
  ...over,
});
const FULFILMENTS = [
  fulfilment({}),
  fulfilment({ fulfilment: 2, location: 'dc', system: 'wms', name: 'C10045-2', ref: asId('50161'), stage: 'picked' }),
];

const orders: KnownOrders['orders'] = {
  order: async (origin, number) => (origin === 'centra' && number === '10045' ? ROW : undefined),
  fulfilments: async () => FULFILMENTS,
};

const webOrder: Partial<WebOrder> = {
  status: 'processing',
  vendorStatus: 'PROCESSING',
  isOnHold: true,
  shipments: [webShipment(7, 1, { isShipped: false, lines: [] })],
  shippingAddress: { firstName: 'Astrid', city: 'Vimmerby' },
};

const sources = (over: Partial<OrderSources> = {}): OrderSources => ({
  records: { orders },
  story: async () => ({
    stage: 'working',
    timeline: [{ at: '2026-11-24T08:00:00.000Z', what: 'Placed at store-01' }],
    fulfilments: [],
    cases: [],
    next: 'Waits for store-01 to pick.',
  }),
  systems: {
    centra: { order: async () => webOrder as WebOrder },
    sitoo: {
      orders: async () => [],
      orderByExternalId: async () => {
        throw new SystemProblem({
          kind: 'unreachable',
          system: 'sitoo',
          operation: 'GET orders',
          sentence: 'Sitoo does not answer.',
        });
      },
    },
    warehouseAt: () => ({
      order: async (name) => ({
        ref: asId('50161'),
        name,
        stage: 'picked',
        status: '400',
        packages: 1,
        lines: [{ line: asId('1'), sku: 'A', ordered: 3, picked: 2 }],
      }),
    }),
  },
  ...over,
});
const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

describe('one order, as every system sees it', () => {
  it('An order is shown with its timeline, its fulfilments and what each system says, side by side', async () => {
    const view = await viewOrder(sources(), ROW, sentence);
    expect(view.systems).toEqual([
      { system: 'centra', name: '10045', says: 'PROCESSING; on hold; shipment 10045-7 not sent, captured' },
      { system: 'sitoo', name: 'centra-10045-1', says: 'Sitoo does not answer.', failed: true },
      { system: 'wms', name: 'C10045-2', says: 'picked (400), 2 of 3 picked' },
    ]);
    const text = printOrder(view, 'http://ui');
    expect(text).toContain('Waits for store-01 to pick.');
    expect(text).toContain('Placed at store-01');
    expect(text).toContain('not available: Sitoo does not answer.');
    expect(text + JSON.stringify(view)).not.toMatch(/Astrid|Vimmerby/);
  });

  it('An order is still shown when its workflow cannot be queried', async () => {
    const story = async () => {
      throw new Error('No Temporal server answers.');
    };
    const view = await viewOrder(sources({ story }), ROW, sentence);
    expect(view.storyProblem).toBe('No Temporal server answers.');
    expect(printOrder(view, 'http://ui')).toContain('not available: No Temporal server answers.');
  });

  it('An order is found by its number alone, and unknown when the database does not have it', async () => {
    expect(await ordersNamed({ orders }, '10045')).toEqual([ROW]);
    expect(await ordersNamed({ orders }, '1')).toEqual([]);
    expect(await ordersNamed({ orders }, 'centra-10045-1')).toEqual([]);
  });

  it('An order links to its workflow in the configured Web UI or the one beside the server', () => {
    const env = { address: 'localhost:7233', namespace: 'default', tls: false };
    expect(workflowUrl(env, 'order/nordvik/centra/10045')).toBe(
      'http://localhost:8233/namespaces/default/workflows/order%2Fnordvik%2Fcentra%2F10045',
    );
    expect(workflowUrl({ ...env, uiUrl: 'https://ui.example' }, 'a/b')).toBe(
      'https://ui.example/namespaces/default/workflows/a%2Fb',
    );
  });
});
