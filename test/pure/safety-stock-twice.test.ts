import { describe, expect, it } from '@jest/globals';
import type { CentraWarehouseId } from '../../domain/ids.js';
import { locationsOf } from '../../domain/locations.js';
import type { SafetyStockRule } from '../../domain/stock/safety-stock.js';
import { safetyStockTwice, skusWithSafetyStock } from '../../domain/stock/safety-stock-twice.js';
import { testBrand } from '../support/web-order.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const brandWith = (safetyStock: readonly SafetyStockRule[]) => {
  const brand = testBrand();
  return { ...brand, stock: { ...brand.stock, categories: { shoes: ['BOOT-*', 'SANDAL'] }, safetyStock } };
};
const [first, second] = locationsOf(brandWith([])).in('centra');
if (!first || !second) throw new Error('the example brand has two locations or more');

const twice = (
  rules: readonly SafetyStockRule[],
  inCentra: { thresholds?: [CentraWarehouseId, number][]; offsets?: [string, number][] },
) => {
  const { thresholds = [], offsets = [] } = inCentra;
  const found = safetyStockTwice(brandWith(rules), { thresholds: new Map(thresholds), offsets: new Map(offsets) }, NOW);
  return {
    byThreshold: found.byThreshold.map(({ location, units, inCentra }) => [location.id, units, inCentra]),
    byOffset: found.byOffset.map(({ sku, locations, units }) => [sku, locations.map(({ id }) => id), units]),
  };
};

describe('safety stock in Centra and in the brand file', () => {
  it('A threshold of a warehouse counts twice only where a rule applies to its location', () => {
    const thresholds: [CentraWarehouseId, number][] = [
      [first.centra, 2],
      [second.centra, 0],
    ];
    expect(twice([{ units: 3 }, { units: 1 }], { thresholds }).byThreshold).toEqual([[first.id, 3, 2]]);
    expect(twice([{ units: 3, location: second.id }], { thresholds }).byThreshold).toEqual([]);
  });

  it('An offset of a SKU counts twice at the locations of the rules that name it or its category', () => {
    const offsets: [string, number][] = [
      ['BOOT-42', 1],
      ['CAP', 1],
    ];
    expect(twice([{ units: 2, category: 'shoes', location: first.id }], { offsets }).byOffset).toEqual([
      ['BOOT-42', [first.id], 2],
    ]);
    expect(twice([{ units: 2, sku: 'CAP', location: second.id }], { offsets }).byOffset).toEqual([
      ['CAP', [second.id], 2],
    ]);
  });

  it('A rule whose time is over, or that keeps nothing, counts no more', () => {
    const both = {
      thresholds: [[first.centra, 2]] as [CentraWarehouseId, number][],
      offsets: [['CAP', 1]] as [string, number][],
    };
    const nothing = { byThreshold: [], byOffset: [] };
    expect(twice([{ units: 2, until: NOW - 1 }, { units: 0 }], both)).toEqual(nothing);
    expect(twice([{ units: 2, from: NOW + 1 }], both).byThreshold).toHaveLength(1);
  });

  it('Offsets are read for the SKUs that the brand file names, by itself or in a category', () => {
    expect(
      skusWithSafetyStock(brandWith([{ units: 1, category: 'shoes' }, { units: 1, sku: 'CAP' }, { units: 1 }])),
    ).toEqual(['SANDAL', 'CAP']);
  });
});
