import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activeRules, type SafetyStockRule, safetyStock } from '../../domain/stock/safety-stock.js';

const of = { sku: 'TEE-BLK-M', location: 'store-01', categories: ['tees'], atMs: 1_000 };

const anyRule: fc.Arbitrary<SafetyStockRule> = fc.record(
  {
    units: fc.nat(9),
    sku: fc.constantFrom('TEE-BLK-M', 'CAP-RED'),
    location: fc.constantFrom('store-01', 'store-02'),
    category: fc.constantFrom('tees', 'caps'),
    from: fc.integer({ min: 0, max: 2_000 }),
    until: fc.integer({ min: 0, max: 2_000 }),
  },
  { requiredKeys: ['units'] },
);
const anyRules = fc.array(anyRule, { maxLength: 8 });

describe('the safety stock', () => {
  it('Safety stock is zero without a rule', () => {
    expect(safetyStock([], of)).toEqual({ units: 0 });
  });

  it('Safety stock follows the most specific rule that applies, and names it', () => {
    const brand = { units: 1 };
    const category = { units: 2, category: 'tees' };
    const location = { units: 3, location: 'store-01' };
    const sku = { units: 4, sku: 'TEE-BLK-M' };
    expect(safetyStock([sku, location, category, brand], of)).toEqual({ units: 4, rule: sku });
    expect(safetyStock([location, category, brand], of)).toEqual({ units: 3, rule: location });
    expect(safetyStock([category, brand], of)).toEqual({ units: 2, rule: category });
    expect(safetyStock([brand], of)).toEqual({ units: 1, rule: brand });
  });

  it('A SKU outweighs location, category and time window together', () => {
    const sku = { units: 0, sku: 'TEE-BLK-M' };
    const others = { units: 5, location: 'store-01', category: 'tees', from: 0, until: 2_000 };
    expect(safetyStock([sku, others], of)).toEqual({ units: 0, rule: sku });
  });

  it('Rules of other locations, SKUs, categories and times do not apply', () => {
    const others = [
      { units: 1, location: 'store-02' },
      { units: 2, sku: 'CAP-RED' },
      { units: 3, category: 'caps' },
      { units: 4, from: 1_001 },
      { units: 5, until: 1_000 },
    ];
    expect(safetyStock(others, of)).toEqual({ units: 0 });
  });

  it('A rule with a time window applies from its first moment until just before its end', () => {
    const rules = [{ units: 1 }, { units: 6, from: 1_000, until: 2_000 }];
    const at = (atMs: number) => safetyStock(rules, { ...of, atMs }).units;
    expect([at(999), at(1_000), at(1_999), at(2_000)]).toEqual([1, 6, 6, 1]);
  });

  it('The later rule wins among equals', () => {
    expect(safetyStock([{ units: 1 }, { units: 2 }], of).units).toBe(2);
  });

  it('Safety stock changes only when its rules change, and those only when a time window begins or ends', () => {
    fc.assert(
      fc.property(anyRules, fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000 }), (rules, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)];
        const at = (atMs: number) => safetyStock(rules, { ...of, atMs });
        if (activeRules(rules, early) === activeRules(rules, late)) expect(at(late)).toEqual(at(early));
        if (!rules.some(({ from, until }) => [from, until].some((t) => t !== undefined && early < t && t <= late)))
          expect(activeRules(rules, late)).toBe(activeRules(rules, early));
      }),
    );
  });

  it('Safety stock never comes from a rule that does not apply', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const { rule, units } = safetyStock(rules, of);
        expect(units).toBe(rule?.units ?? 0);
        expect(rule?.sku ?? of.sku).toBe(of.sku);
        expect(rule?.location ?? of.location).toBe(of.location);
        expect(of.categories).toContain(rule?.category ?? 'tees');
      }),
    );
  });
});
