import { describe, expect, it } from '@jest/globals';
import { type Payer, payerOf } from '../../domain/return/payer.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import { asId } from '../support/ids.js';

const receipt = (paidOutMinor: number, virtualMinor: number, more: Partial<TillRefund> = {}): TillRefund => ({
  number: asId('900'),
  location: 'store-01',
  currency: 'SEK',
  amountMinor: 199_00,
  paidOutMinor,
  virtualMinor,
  lines: [],
  at: '2026-11-28T10:00:00.000Z',
  ...more,
});

describe('who pays the customer back', () => {
  it.each<[string, TillRefund, { tillPaysOut: Payer; originalPayment: Payer }]>([
    ['money over the counter', receipt(199_00, 0), { tillPaysOut: 'till', originalPayment: 'till' }],
    ['cash, rounded', receipt(198_75, 0), { tillPaysOut: 'till', originalPayment: 'till' }],
    ['marked as paid elsewhere', receipt(0, 199_00), { tillPaysOut: 'web-shop', originalPayment: 'web-shop' }],
    ['no payment at all', receipt(0, 0), { tillPaysOut: 'unclear', originalPayment: 'web-shop' }],
    ['part of it over the counter', receipt(99_00, 100_00), { tillPaysOut: 'unclear', originalPayment: 'unclear' }],
    ['its value both ways', receipt(199_00, 199_00), { tillPaysOut: 'unclear', originalPayment: 'unclear' }],
    ['more than the goods were worth', receipt(299_00, 0), { tillPaysOut: 'unclear', originalPayment: 'unclear' }],
    [
      'marked as paid elsewhere, in exchange for another sale',
      receipt(0, 199_00, { inExchangeFor: asId('901') }),
      { tillPaysOut: 'unclear', originalPayment: 'unclear' },
    ],
    [
      'no payment, in exchange for another sale',
      receipt(0, 0, { inExchangeFor: asId('901') }),
      { tillPaysOut: 'unclear', originalPayment: 'unclear' },
    ],
    [
      'its value as a store credit, in exchange for another sale',
      receipt(199_00, 0, { inExchangeFor: asId('901') }),
      { tillPaysOut: 'till', originalPayment: 'till' },
    ],
    ['goods of no value', receipt(0, 0, { amountMinor: 0 }), { tillPaysOut: 'till', originalPayment: 'till' }],
  ])('A receipt with %s says who pays, or finance is asked', (_what, refund, expected) => {
    expect({
      tillPaysOut: payerOf(refund, 'till-pays-out'),
      originalPayment: payerOf(refund, 'original-payment'),
    }).toEqual(expected);
  });
});
