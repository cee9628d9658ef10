import { describe, expect, it } from '@jest/globals';
import { isProgress } from '../../domain/order/fulfilment-progress.js';
import { canStart } from '../../domain/order/order-stage.js';
import { asId } from '../support/ids.js';

const STATES = ['open', 'on-hold', 'waiting-for-payment', 'archived', 'cancelled', 'done'] as const;

describe('an order that is new to us', () => {
  it('A new order starts unless it is cancelled or done: also one that waits for its payment has a promise to keep', () => {
    expect(STATES.filter((state) => canStart({ state }))).toEqual(['open', 'on-hold', 'waiting-for-payment']);
  });
});

describe('an order at the warehouse', () => {
  it('The warehouse makes progress once goods are picked, and with a back order from its start', () => {
    expect(isProgress({ stage: 'open' })).toBe(false);
    expect(isProgress({ stage: 'working' })).toBe(false);
    expect(isProgress({ stage: 'picked' })).toBe(true);
    expect(isProgress({ stage: 'cancelled' })).toBe(true);
    expect(isProgress({ stage: 'open', backOrderForRef: asId('77') })).toBe(true);
    expect(isProgress({ stage: 'open' }, 'placed')).toBe(false);
  });
});
