import { describe, expect, it } from '@jest/globals';
import { refundableMinor, refundStatus } from '../../domain/return/money-back.js';

const payment = (type: string, status: string, amountMinor: number) => ({ type, status, amountMinor });

describe('what may be given back', () => {
  it('is what was captured, not what was reserved, less all that went back before', () => {
    const payments = [
      payment('AUTH', 'SUCCESS', 50_000),
      payment('CAPTURE', 'SUCCESS', 30_000),
      payment('CAPTURE', 'FAILED', 20_000),
    ];
    expect(refundableMinor(payments, [])).toBe(30_000);
    expect(refundableMinor(payments, [{ totalMinor: 10_000, refunds: [payment('REFUND', 'SUCCESS', 10_000)] }])).toBe(
      20_000,
    );
  });

  it('counts money that was asked for and then paid once, and money that came in by other ways than a capture', () => {
    const paid = {
      totalMinor: 10_000,
      refunds: [payment('REFUND_REQUEST', 'SUCCESS', 10_000), payment('REFUND', 'SUCCESS', 10_000)],
    };
    const payments = [payment('CAPTURE_GIFT_CARD', 'SUCCESS', 5_000), payment('PREPAID', 'SUCCESS', 25_000)];
    expect(refundableMinor(payments, [paid])).toBe(20_000);
  });

  it('counts what a till paid out, of which the web shop knows only the return', () => {
    expect(refundableMinor([payment('CAPTURE', 'SUCCESS', 30_000)], [{ totalMinor: 12_000, refunds: [] }])).toBe(
      18_000,
    );
  });
});

describe('a refund', () => {
  const status = (...refunds: ReturnType<typeof payment>[]) => refundStatus({ totalMinor: 100, refunds });

  it('stands as the payment provider last said, and money that went back stays so', () => {
    expect(status()).toBe('none');
    expect(status(payment('REFUND_REQUEST', 'SUCCESS', 100))).toBe('pending');
    expect(status(payment('REFUND', 'PENDING', 100))).toBe('pending');
    expect(status(payment('REFUND_REQUEST', 'SUCCESS', 100), payment('REFUND_FAILED', 'SUCCESS', 100))).toBe('failed');
    expect(status(payment('REFUND_FAILED', 'FAILED', 100), payment('REFUND_REQUEST', 'SUCCESS', 100))).toBe('pending');
    expect(status(payment('REFUND', 'SUCCESS', 100), payment('REFUND_FAILED', 'FAILED', 100))).toBe('refunded');
    expect(status(payment('REFUND_GIFT_CARD', 'SUCCESS', 100))).toBe('refunded');
  });

  it('of an order that was paid in two ways is done when both have been paid back', () => {
    expect(status(payment('REFUND_GIFT_CARD', 'SUCCESS', 40), payment('REFUND_REQUEST', 'PENDING', 60))).toBe(
      'pending',
    );
    expect(status(payment('REFUND_GIFT_CARD', 'SUCCESS', 40), payment('REFUND_FAILED', 'FAILED', 60))).toBe('failed');
    expect(status(payment('REFUND_GIFT_CARD', 'SUCCESS', 40), payment('REFUND', 'SUCCESS', 60))).toBe('refunded');
  });
});
