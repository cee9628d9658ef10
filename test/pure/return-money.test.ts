import { describe, expect, it } from '@jest/globals';
import type { PaymentKind, PaymentStatus } from '../../domain/order/web-order.js';
import { refundableMinor, refundStatus } from '../../domain/return/money-back.js';
import type { RefundEntry } from '../../domain/return/web-return.js';

const payment = (kind: PaymentKind, status: PaymentStatus, amountMinor: number): RefundEntry => ({
  kind,
  status,
  amountMinor,
});

describe('the refundable amount', () => {
  it('The refundable amount is what was captured, not what was authorised, less all earlier refunds', () => {
    const payments = [
      payment('authorisation', 'success', 50_000),
      payment('capture', 'success', 30_000),
      payment('capture', 'failed', 20_000),
    ];
    expect(refundableMinor(payments, { others: [] })).toBe(30_000);
    expect(
      refundableMinor(payments, { others: [{ totalMinor: 10_000, refunds: [payment('refund', 'success', 10_000)] }] }),
    ).toBe(20_000);
  });

  it('The refundable amount counts a requested and paid refund once, and captures of every kind', () => {
    const paid = {
      totalMinor: 10_000,
      refunds: [payment('refund-request', 'success', 10_000), payment('refund', 'success', 10_000)],
    };
    const payments = [payment('gift-card-capture', 'success', 5_000), payment('prepayment', 'success', 25_000)];
    expect(refundableMinor(payments, { others: [paid] })).toBe(20_000);
  });

  it('The refundable amount counts what a till paid out, of which the web shop knows only the return', () => {
    expect(
      refundableMinor([payment('capture', 'success', 30_000)], { others: [{ totalMinor: 12_000, refunds: [] }] }),
    ).toBe(18_000);
  });
});

describe('money that was given back without any goods', () => {
  it('Goodwill and a price that was lowered afterwards are gone too, and a refund of a return is counted once', () => {
    const forReturn = payment('refund', 'success', 10_000);
    const payments = [payment('capture', 'success', 30_000), payment('refund', 'success', 2_500), forReturn];
    const one = { totalMinor: 10_000, refunds: [forReturn] };
    expect(refundableMinor(payments, { others: [one] })).toBe(17_500);
    expect(refundableMinor(payments, { others: [], ours: [one] })).toBe(27_500);
    expect(refundableMinor(payments.slice(0, 2), { others: [] })).toBe(27_500);
  });
});

describe('a refund', () => {
  const status = (...refunds: ReturnType<typeof payment>[]) => refundStatus({ totalMinor: 100, refunds });

  it('A refund has the latest status of the payment provider, and a paid refund stays paid', () => {
    expect(status()).toBe('none');
    expect(status(payment('refund-request', 'success', 100))).toBe('pending');
    expect(status(payment('refund', 'pending', 100))).toBe('pending');
    expect(status(payment('refund-request', 'success', 100), payment('failed-refund', 'success', 100))).toBe('failed');
    expect(status(payment('failed-refund', 'failed', 100), payment('refund-request', 'success', 100))).toBe('pending');
    expect(status(payment('refund', 'success', 100), payment('failed-refund', 'failed', 100))).toBe('refunded');
    expect(status(payment('gift-card-refund', 'success', 100))).toBe('refunded');
  });

  it('A refund of an order that was paid in two ways is complete when both are paid back', () => {
    expect(status(payment('gift-card-refund', 'success', 40), payment('refund-request', 'pending', 60))).toBe(
      'pending',
    );
    expect(status(payment('gift-card-refund', 'success', 40), payment('failed-refund', 'failed', 60))).toBe('failed');
    expect(status(payment('gift-card-refund', 'success', 40), payment('refund', 'success', 60))).toBe('refunded');
  });
});
