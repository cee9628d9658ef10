import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { loadBrand, parseBrand } from '../../config/load-brand.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';

const BASE = parse(readFileSync('config/example.brand.yaml', 'utf8'));
const textWith = (stock: unknown): string => stringify({ ...BASE, stock });
const brandWith = (stock: unknown) => parseBrand(textWith(stock), 'brand.yaml');

function faultsOf(stock: unknown): string[] {
  try {
    brandWith(stock);
  } catch (error) {
    if (!(error instanceof ConfigurationProblem)) throw error;
    return error.faults.map(({ where, sentence }) => `${where}: ${sentence}`);
  }
  throw new Error('the brand file was accepted');
}

describe('what a brand says about stock', () => {
  it('A brand without stock settings publishes immediately, keeps no safety stock and reconciles at night', () => {
    const { stock } = brandWith(undefined);
    expect(stock).toEqual({
      flows: {
        storesToCentra: { mode: 'immediate', maxStaleness: 60_000 },
        warehouseToCentra: { mode: 'immediate', maxStaleness: 60_000 },
        warehouseToSitoo: { mode: 'immediate', maxStaleness: 120_000 },
      },
      categories: {},
      safetyStock: [],
      reconcile: '03:00',
      transfersArriveWithin: 7 * 86_400_000,
      detectExternalChangesEvery: 300_000,
    });
    expect(loadBrand('config/example.brand.yaml').stock).toEqual(stock);
  });

  it('The commented lines of the example are right as well', () => {
    const text = readFileSync('config/example.brand.yaml', 'utf8');
    const uncommented = text.replace(/^ {2}# (?=categories:|safetyStock:| {2}- )/gm, '  ');
    const { stock } = parseBrand(uncommented, 'brand.yaml');
    expect(stock.categories).toEqual({ shoes: ['SH-*'] });
    expect(stock.safetyStock.map(({ units }) => units)).toEqual([1, 2, 5]);
  });

  it('Each stock flow has settings of its own', () => {
    const { flows } = brandWith({
      flows: {
        storesToCentra: { mode: { every: '15m' } },
        warehouseToCentra: { mode: { at: ['07:00', '19:30'] } },
        warehouseToSitoo: { mode: 'off', maxStaleness: '5m' },
      },
    }).stock;
    expect(flows.storesToCentra).toEqual({ mode: { every: 900_000 }, maxStaleness: 60_000 });
    expect(flows.warehouseToCentra.mode).toEqual({ at: ['07:00', '19:30'] });
    expect(flows.warehouseToSitoo).toEqual({ mode: 'off', maxStaleness: 300_000 });
  });

  it('Impossible stock settings are refused with every fault and its path', () => {
    const faults = faultsOf({
      flows: {
        storesToCentra: { mode: 'sometimes' },
        warehouseToCentra: { mode: { at: ['7 o’clock'] } },
        warehouseToSitoo: { maxStaleness: 'soon' },
        warehousesToSitoo: {},
      },
      categories: { shoes: ['SH-*'] },
      safetyStock: [
        { units: -1 },
        { units: 1, location: 'store-99' },
        { units: 1, category: 'hats' },
        { units: 1, from: 'Friday' },
        { units: 1, from: '2026-11-28T00:00:00+01:00', until: '2026-11-27T00:00:00+01:00' },
        { sku: 'TEE' },
        { units: 1, store: 'store-01' },
      ],
      reconcile: '3 am',
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^stock\.flows\.storesToCentra\.mode: write immediate, off, "every:"/),
        expect.stringMatching(/^stock\.flows\.warehouseToCentra\.mode.*: write /),
        expect.stringMatching(/^stock\.flows\.warehouseToSitoo\.maxStaleness: write a length of time/),
        'stock.flows.warehousesToSitoo: is not known; did you mean warehouseToSitoo?',
        'stock.safetyStock[0].units: must not be below zero',
        'stock.safetyStock[1].location: no location is called store-99',
        'stock.safetyStock[2].category: no category of stock.categories is called hats',
        'stock.safetyStock[3].from: write a moment as 2026-11-27T00:00:00+01:00',
        'stock.safetyStock[4].until: the time window must end after it begins',
        expect.stringMatching(/^stock\.safetyStock\[5\]\.units: is missing/),
        expect.stringMatching(/^stock\.safetyStock\[6\]\.store: is not known/),
        expect.stringMatching(/^stock\.reconcile: write a time of day as 03:00/),
      ]),
    );
    expect(faults).toHaveLength(12);
  });

  it('A flow without a pause, a flow that never runs, and half a unit are refused', () => {
    expect(faultsOf({ flows: { storesToCentra: { mode: { every: '0s' } } } })[0]).toContain('a second at least');
    expect(faultsOf({ safetyStock: [{ units: 1.5 }] })[0]).toContain('must be a whole number');
    expect(faultsOf({ flows: { storesToCentra: { mode: { at: [] } } } })[0]).toContain('at least one time of day');
  });
});

describe('the safety stock of a brand', () => {
  const from = Date.parse('2026-11-27T00:00:00+01:00');
  const brand = brandWith({
    categories: { shoes: ['SH-*', 'BOOT'], sale: ['*-SALE'] },
    safetyStock: [
      { units: 1 },
      { units: 2, category: 'shoes' },
      { units: 4, category: 'sale' },
      { units: 3, location: 'dc' },
      { units: 9, category: 'shoes', from: '2026-11-27T00:00:00+01:00' },
    ],
  });
  let nowMs: number;
  beforeEach(() => {
    nowMs = from - 1;
  });
  const policy = stockPolicyOf(brand, () => nowMs);
  const unitsAt = (location: string, ...skus: string[]) => skus.map((sku) => policy.safetyStockOf(location, sku).units);

  it('Safety stock is found by category, where a star stands for anything and no other sign has a meaning', () => {
    expect(unitsAt('store-01', 'SH-1', 'BOOT', 'BOOTS', 'TEE', 'xSH-1', 'A-SALE')).toEqual([2, 2, 1, 1, 1, 4]);
    expect(unitsAt('dc', 'SH-1')).toEqual([3]);
    expect(policy.safetyStockOf('store-01', 'BOOT').rule).toEqual({ units: 2, category: 'shoes' });
    const dots = stockPolicyOf(
      brandWith({ categories: { c: ['A.B'] }, safetyStock: [{ units: 1, category: 'c' }] }),
      Date.now,
    );
    expect([dots.safetyStockOf('dc', 'AxB').units, dots.safetyStockOf('dc', 'A.B').units]).toEqual([0, 1]);
  });

  it('Safety stock changes with the hour, and so does the fingerprint of its rules', () => {
    const before = policy.rulesInForce();
    expect(policy.rulesInForce()).toBe(before);
    nowMs = from;
    expect(unitsAt('store-01', 'SH-1', 'TEE')).toEqual([9, 1]);
    expect(policy.rulesInForce()).not.toBe(before);
  });

  it('The fingerprint of the rules changes when a category holds other SKUs', () => {
    const of = (skus: string[]) =>
      stockPolicyOf(
        brandWith({ categories: { c: skus }, safetyStock: [{ units: 1, category: 'c' }] }),
        Date.now,
      ).rulesInForce();
    expect(of(['A'])).not.toBe(of(['B']));
  });

  it('Safety stock knows the kind of a location, and is zero for one that the brand does not name', () => {
    expect([policy.kindOf('dc'), policy.kindOf('store-01'), policy.kindOf('gone')]).toEqual([
      'warehouse',
      'store',
      undefined,
    ]);
  });
});
