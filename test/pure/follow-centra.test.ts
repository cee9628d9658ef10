import { describe, expect, it } from '@jest/globals';
import { followCentra } from '../../activities/follow/follow-centra.js';
import type { OrderNotifier } from '../../activities/follow/notify-orders.js';
import type { OrderReader } from '../../activities/orders/read-order.js';
import { brandSchema } from '../../config/brand.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Records } from '../../systems/database/port.js';
import { smallBrand } from '../support/harness/world.js';
import { inActivity } from '../support/in-activity.js';
import { webOrder } from '../support/web-order.js';

const brand = brandSchema.parse(smallBrand('b', {}));

/** A look that finds one order. */
function lookThat(record: () => Promise<number>) {
  const cursors = new Map<string, string>();
  const inbox: Partial<Records['inbox']> = { pending: async () => [], handled: async () => {} };
  const records: Partial<Records> = {
    inbox: inbox as Records['inbox'],
    cursors: {
      get: async (name) => cursors.get(name),
      set: async (name, value) => {
        cursors.set(name, value);
      },
    },
  };
  const centra: Partial<CentraPort> = { rateLimits: async () => [], ordersUpdatedSince: async () => [webOrder()] };
  const reader: Partial<OrderReader> = {
    webReadings: async () => [],
    collectUnreadable: () => ({ note: () => {}, readings: [] }),
  };
  const tell: Partial<OrderNotifier> = { ofReadings: async () => ({ started: 0, notified: 0 }) };
  const look = followCentra(
    { brand, centra: centra as CentraPort, records: records as Records },
    reader as OrderReader,
    tell as OrderNotifier,
    { ledger: { record, notifyShortages: async () => {} }, others: async () => {} },
    { sent: { note: async () => {} }, products: async () => {} },
  );
  return { look: () => inActivity(look), cursors };
}

describe('a look at the web shop', () => {
  it('moves its cursor past orders only once their units are booked', async () => {
    const dying = lookThat(async () => {
      throw new Error('The worker dies.');
    });
    await expect(dying.look()).rejects.toThrow('The worker dies.');
    expect([...dying.cursors]).toEqual([]);

    const living = lookThat(async () => 0);
    await living.look();
    expect(living.cursors.has('centra/orders-updated')).toBe(true);
  });
});
