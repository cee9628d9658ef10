import { describe, expect, it } from '@jest/globals';
import { arrived, inboundName } from '../../domain/return/inbound.js';
import { asId } from '../support/ids.js';

const notice = {
  refund: asId('900'),
  location: 'dc',
  lines: [
    { line: asId('0'), sku: 'TEE', quantity: 2 },
    { line: asId('1'), sku: 'MUG', quantity: 1 },
  ],
};
const shown = (status: 'open' | 'received' | 'cancelled', received: readonly number[]) => ({
  status,
  lines: received.map((units, row) => ({ row: String(row), received: units })),
});

describe('goods of a refund that travel on to a warehouse', () => {
  it('Goods that travel on to a warehouse are announced under one name per refund and warehouse', () => {
    expect(inboundName(notice)).toBe('RETURN-900-dc');
  });

  it('Announced goods are missing as far as the warehouse has not received them', () => {
    expect(arrived(notice, shown('open', [1, 1]))).toEqual({ missing: [{ sku: 'TEE', quantity: 1 }], final: false });
    expect(arrived(notice, shown('received', [2, 1]))).toEqual({ missing: [], final: true });
  });

  it('Announced goods no longer come once the warehouse has finished with them or cancelled them', () => {
    expect(arrived(notice, shown('received', [0, 1])).final).toBe(true);
    expect(arrived(notice, shown('cancelled', [])).final).toBe(true);
  });

  it('Announced goods may still come while the warehouse does not show them, or shows no lines yet', () => {
    expect(arrived(notice, undefined)).toMatchObject({ missing: [{ sku: 'TEE' }, { sku: 'MUG' }], final: false });
    expect(arrived(notice, shown('received', [])).final).toBe(false);
  });
});
