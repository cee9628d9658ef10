import { describe, expect, it } from '@jest/globals';
import { canRelease, moneyLeft, reservedMinor, reservesTooMuch } from '../../domain/order/reserve.js';
import type { PaymentKind, WebOrder, WebPayment } from '../../domain/order/web-order.js';
import { asId } from '../support/ids.js';
import { webLine, webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

const paid = (kind: PaymentKind, amountMinor: number, status: WebPayment['status'] = 'success'): WebPayment => ({
  kind,
  status,
  amountMinor,
});

describe('money that is reserved', () => {
  it.each<{ name: string; payments: WebPayment[]; left: number }>([
    { name: 'nothing happened yet', payments: [paid('authorisation', 300)], left: 300 },
    { name: 'a part was captured', payments: [paid('authorisation', 300), paid('capture', 200)], left: 100 },
    {
      name: 'a part was captured and the rest released',
      payments: [paid('authorisation', 300), paid('capture', 200), paid('release', 100)],
      left: 0,
    },
    {
      name: 'the release is on its way, and its answer comes as an entry of its own',
      payments: [paid('authorisation', 300), paid('release-request', 300, 'pending'), paid('release', 300)],
      left: 0,
    },
    {
      name: 'the release failed',
      payments: [paid('authorisation', 300), paid('release-request', 300, 'failed')],
      left: 300,
    },
    {
      name: 'a capture failed',
      payments: [paid('authorisation', 300), paid('failed-capture', 300, 'failed')],
      left: 300,
    },
    {
      name: 'gift cards paid a part',
      payments: [
        paid('gift-card-authorisation', 100),
        paid('authorisation', 200),
        paid('gift-card-capture', 100),
        paid('capture', 150),
      ],
      left: 50,
    },
    { name: 'the order was paid before', payments: [paid('prepayment', 300), paid('refund', 100)], left: 0 },
    { name: 'the order costs nothing', payments: [], left: 0 },
  ])('What is still reserved is $left when $name', ({ payments, left }) => {
    expect(reservedMinor(payments)).toBe(left);
  });

  it('More is reserved than will be taken once units were cancelled or the order became cheaper, and not before', () => {
    const order = webOrder({ payments: [paid('authorisation', 49900)], grandTotalMinor: 49900 });
    expect(reservesTooMuch(order)).toBe(false);
    expect(reservesTooMuch({ ...order, grandTotalMinor: 49000 })).toBe(true);
    expect(reservesTooMuch({ ...order, lines: [webLine({ cancelledQuantity: 1 })] })).toBe(true);
    expect(reservesTooMuch({ ...order, grandTotalMinor: 0, payments: [] })).toBe(false);
  });
});

describe('money of an order of which everything is sent, or that is cancelled', () => {
  const order = (payments: WebPayment[], changes: Partial<WebOrder> = {}): WebOrder =>
    webOrder({ status: 'shipped', grandTotalMinor: 30_000, payments, ...changes });
  const rounding = 3;

  it.each<{ name: string; order: WebOrder; left: ReturnType<typeof moneyLeft> }>([
    {
      name: 'all was captured',
      order: order([paid('authorisation', 30_000), paid('capture', 30_000)]),
      left: undefined,
    },
    {
      name: 'sums were rounded',
      order: order([paid('authorisation', 30_000), paid('capture', 30_000 - rounding)]),
      left: undefined,
    },
    {
      name: 'units were cancelled when nothing could be released any more',
      order: order([paid('authorisation', 45_000), paid('capture', 30_000)]),
      left: { kind: 'reserved', minor: 15_000 },
    },
    {
      name: 'a line was added after all was captured',
      order: order([paid('authorisation', 30_000), paid('capture', 20_000)]),
      left: { kind: 'not-captured', minor: 10_000 },
    },
    {
      name: 'a release is on its way',
      order: order([
        paid('authorisation', 45_000),
        paid('capture', 30_000),
        paid('release-request', 15_000, 'pending'),
      ]),
      left: undefined,
    },
    {
      name: 'units were cancelled of an order that was captured when it was placed',
      order: order([paid('authorisation', 45_000), paid('capture', 45_000)]),
      left: { kind: 'captured-too-much', minor: 15_000 },
    },
    {
      name: 'that was refunded',
      order: order([paid('authorisation', 45_000), paid('capture', 45_000), paid('refund', 15_000)]),
      left: undefined,
    },
    {
      name: 'goods came back',
      order: order([paid('authorisation', 45_000), paid('capture', 45_000)], {
        lines: [webLine({ returnedQuantity: 1 })],
      }),
      left: undefined,
    },
    {
      name: 'a line was added and nothing was reserved for it',
      order: order([paid('authorisation', 20_000), paid('capture', 20_000)]),
      left: { kind: 'not-captured', minor: 10_000 },
    },
    {
      name: 'a part was paid in a way that is not known',
      order: order([paid('authorisation', 20_000), paid('capture', 20_000), paid('unknown', 10_000)]),
      left: undefined,
    },
    {
      name: 'a capture is on its way',
      order: order([paid('authorisation', 30_000), paid('capture-request', 30_000, 'pending')]),
      left: undefined,
    },
    {
      name: 'it was cancelled after it was captured',
      order: order([paid('authorisation', 30_000), paid('capture', 30_000)], { status: 'cancelled' }),
      left: { kind: 'captured-too-much', minor: 30_000 },
    },
    {
      name: 'it was cancelled, and its money is on its way back',
      order: order([paid('capture', 30_000), paid('refund-request', 30_000, 'pending')], { status: 'cancelled' }),
      left: undefined,
    },
    {
      name: 'it was cancelled while money was only reserved',
      order: order([paid('authorisation', 30_000)], { status: 'cancelled' }),
      left: undefined,
    },
    { name: 'it was paid before', order: order([paid('prepayment', 30_000)]), left: undefined },
    { name: 'it was paid by no payment that the shop shows', order: order([]), left: undefined },
    {
      name: 'it is still to be sent',
      order: order([paid('authorisation', 30_000)], { status: 'processing' }),
      left: undefined,
    },
  ])('What is left to decide about the money when $name: $left', ({ order: seen, left }) => {
    expect(moneyLeft(seen)).toEqual(left);
  });
});

describe('when the rest can be released', () => {
  const line = webLine({ id: asId(11), quantity: 3, cancelledQuantity: 1 });
  const short: WebOrder = webOrder({
    status: 'processing',
    lines: [line],
    shipments: [webShipment(1, 2, { isShipped: false })],
    payments: [paid('authorisation', 300), paid('capture', 200)],
  });

  it('The rest is released when everything that will be sent is captured, and not while something may still be', () => {
    expect(canRelease(short)).toBe(true);
    expect(canRelease({ ...short, shipments: [] })).toBe(false);
    expect(canRelease({ ...short, lines: [{ ...line, cancelledQuantity: 0 }] })).toBe(false);
    const unpaid = webShipment(1, 2, { isCaptured: false, isPaid: false });
    expect(canRelease({ ...short, shipments: [unpaid] })).toBe(false);
  });

  it('Units that are about to be cancelled count as cancelled', () => {
    const uncut = { ...short, lines: [{ ...line, cancelledQuantity: 0 }] };
    const cancelling = [{ line: line.id, quantity: 1 }];
    const allSent = { ...uncut, shipments: [webShipment(1, 2)] };
    expect(canRelease(allSent, cancelling)).toBe(true);
    expect(canRelease({ ...short, lines: [{ ...line, quantity: 4 }] }, [])).toBe(false);
  });

  it('Nothing is released before units are cancelled while a shipment is still to be completed; a lock does not count', () => {
    const uncut = { ...short, lines: [{ ...line, cancelledQuantity: 0 }] };
    const cancelling = [{ line: line.id, quantity: 1 }];
    expect(canRelease(uncut, cancelling)).toBe(false);
    expect(canRelease({ ...uncut, shipments: [webShipment(1, 2)], isLocked: true }, cancelling)).toBe(true);
  });

  it('The web shop is not asked once the order is shipped or cancelled, nor when nothing is reserved', () => {
    expect(canRelease({ ...short, status: 'shipped' })).toBe(false);
    expect(canRelease({ ...short, status: 'cancelled' })).toBe(false);
    expect(canRelease({ ...short, payments: [] })).toBe(false);
  });

  it('What never ships does not hold up the release: a bundle is its items', () => {
    expect(canRelease({ ...short, lines: [line, webLine({ id: asId(12), kind: 'bundle', quantity: 1 })] })).toBe(true);
    expect(canRelease({ ...short, lines: [line, webLine({ id: asId(12), kind: 'bundle-item' })] })).toBe(false);
  });
});
