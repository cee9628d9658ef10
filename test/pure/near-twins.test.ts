import { describe, expect, it } from '@jest/globals';
import { checkSkus } from '../../client/doctor/check-skus.js';
import { nearTwins } from '../../domain/products/near-twins.js';

describe('SKUs that look alike', () => {
  it('SKUs that differ by blanks, invisible characters or case are near twins, and others are not', () => {
    expect(nearTwins(['TEE-M', 'TEE-M ', 'tee-m', 'TEE-L', 'TEE\u200b-L', 'CAP'])).toEqual([
      ['TEE-M', 'TEE-M ', 'tee-m'],
      ['TEE-L', 'TEE\u200b-L'],
    ]);
    expect(nearTwins(['A', 'B', 'A'])).toEqual([]);
  });

  it('The doctor names near twins among the products of the web shop', () => {
    const findings = checkSkus([{ sku: 'TEE' }, { sku: 'tee ' }, { sku: 'CAP' }]);
    expect(findings).toMatchObject([{ verdict: 'warning', sentence: expect.stringContaining('"TEE" and "tee "') }]);
  });
});
