import { describe, expect, it } from '@jest/globals';
import { showFindings } from '../../client/cli/commands/doctor.js';
import { publisherFinding } from '../../client/doctor/check-publishers.js';
import { checkSecrets } from '../../client/doctor/check-secrets.js';
import { checkSystems } from '../../client/doctor/check-systems.js';
import { sendersOf } from '../../client/doctor/examine.js';
import { good, problem, warning } from '../../client/doctor/finding.js';
import { publishStockInput } from '../../client/stock/publish-stock-input.js';
import type { PublisherReply } from '../../client/stock/query-publisher.js';
import { brandSchema } from '../../config/brand.js';
import { loadBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';
import { systemsOf } from '../../domain/installation.js';
import type { Systems } from '../../systems/connect.js';
import { SystemProblem } from '../../systems/problem.js';
import { fittingCounterparts } from '../support/fitting-counterparts.js';
import { sitooWarehouse } from '../support/ids.js';
import { onepool, testShell } from '../support/test-shell.js';

const brand = loadBrand('config/example.brand.yaml');

const fitting = (skewMs?: number) => fittingCounterparts(brand, skewMs);
const examineWith = (systems: object, of: Brand = brand) =>
  checkSystems(systems as Systems, of, (error) => (error instanceof Error ? error.message : 'unknown'));

describe('the doctor', () => {
  it('The doctor refuses tills that store prices without VAT, or use another currency', async () => {
    const systems = fitting();
    for (const [settings, words] of [
      [{ currency: 'SEK', pricesWithVat: false }, 'without VAT'],
      [{ currency: 'NOK', pricesWithVat: true }, 'Sitoo uses NOK'],
    ] as const) {
      const sitoo = { ...systems.sitoo, settings: async () => ({ ...settings, timezone: 'Europe/Stockholm' }) };
      const found = (await examineWith({ ...systems, sitoo })).filter(({ verdict }) => verdict === 'problem');
      expect(found).toMatchObject([{ check: 'settings of Sitoo', sentence: expect.stringContaining(words) }]);
    }
  });

  it('The doctor refuses a brand that does not say which of several price lists the tills use', async () => {
    const { centra, ...others } = fitting();
    const price = (pricelist: number) => ({ pricelist, currency: 'SEK', value: 199 });
    const pricePage = async () => ({
      rows: [{ display: 1, variant: 1, prices: [price(11), price(12)] }],
      unreadable: [],
    });
    const systems = {
      ...others,
      centra: { ...centra, pricePage, campaignPage: async () => ({ rows: [], unreadable: [] }) },
    };
    const withList = (products: object): Brand => ({
      ...brand,
      products: { ...brand.products, sync: 'on', ...products },
    });
    const verdictOn = async (of: Brand) =>
      (await examineWith(systems, of)).find(({ check }) => check === 'price list of the tills');
    expect(await verdictOn(withList({}))).toMatchObject({
      verdict: 'problem',
      sentence: expect.stringMatching(/11, 12.*products.pricelist/),
    });
    expect(await verdictOn(withList({ pricelist: 12 }))).toMatchObject({ verdict: 'good' });
    expect(await verdictOn(withList({ pricelist: 13 }))).toMatchObject({ verdict: 'warning' });
    expect(await verdictOn(brand)).toBeUndefined();
  });

  it('The doctor names warehouses of the tills that the brand file lacks, and those that the tills lack', async () => {
    const systems = fitting();
    const [first, ...others] = brand.locations;
    if (!first) throw new Error('The example brand has no location.');
    const withReclaims = {
      ...brand,
      locations: [
        { ...first, sitooNotForSale: [{ id: sitooWarehouse(201), meaning: 'reclaims' as const }] },
        ...others,
      ],
    };
    const findings = await examineWith(systems, withReclaims);
    expect(findings.find(({ verdict }) => verdict === 'problem')?.sentence).toContain('no warehouse 201');
    const more = { id: sitooWarehouse(202), name: 'Damaged', virtual: false, sellable: false };
    const sitoo = { ...systems.sitoo, warehouses: async () => [...(await systems.sitoo.warehouses()), more] };
    const named = await examineWith({ ...systems, sitoo });
    expect(named.find(({ verdict }) => verdict === 'warning')?.sentence).toContain('202 (Damaged, not for sale)');
  });

  it('The doctor finds nothing to fix where everything fits', async () => {
    const findings = await examineWith(fitting());
    expect(findings.filter((f) => f.verdict !== 'good')).toEqual([]);
    expect(findings.map((f) => f.check)).toEqual(
      expect.arrayContaining(['Centra', 'locations in Sitoo', 'settings of the WMS', 'clock of WMS']),
    );
  });

  it('The doctor finds a location that no counterpart knows, an inactive one, and a mirror that is not virtual', async () => {
    const { centra, sitoo, wms } = fitting();
    const wrong = {
      centra: {
        ...centra,
        warehouses: async () =>
          (await centra.warehouses()).slice(1).map((w) => (w.id === 2 ? { ...w, active: false } : w)),
      },
      sitoo: {
        ...sitoo,
        warehouses: async () => (await sitoo.warehouses()).map((w) => ({ ...w, virtual: w.id === 101 })),
      },
      wms: { ...wms, warehouses: async () => [{ id: '2', name: 'Other' }] },
    };
    const sentences = (await examineWith(wrong))
      .filter((f) => f.verdict !== 'good')
      .map((f) => `${f.verdict}: ${f.sentence}`);
    expect(sentences).toEqual([
      expect.stringContaining('Centra has no warehouse 1 (store-01)'),
      expect.stringContaining('Warehouse 2 (store-02) is not active in Centra'),
      expect.stringContaining('Warehouse 101 (store-01) is a virtual warehouse in Sitoo, but a store'),
      expect.stringContaining('Warehouse 109 (dc) must be a virtual warehouse in Sitoo'),
      expect.stringContaining('The WMS has no warehouse 1 (dc)'),
      expect.stringContaining('warning: The WMS also has a warehouse 2'),
    ]);
  });

  it('The doctor finds wrong credentials, a wrong clock and an unmapped status, one by one', async () => {
    const { centra, sitoo, wms } = fitting(90_000);
    const refused = new SystemProblem({
      kind: 'unauthorised',
      system: 'centra',
      operation: 'warehouses',
      sentence: 'Set CENTRA_TOKEN.',
    });
    const findings = await examineWith({
      centra: { ...centra, warehouses: () => Promise.reject(refused) },
      sitoo,
      wms: {
        ...wms,
        clockSkewMs: () => undefined,
        checkSettings: async () => ['Warning: status 999 (odd) of the warehouse is not mapped.'],
      },
    });
    expect(findings).toContainEqual(problem('Centra', 'Set CENTRA_TOKEN.'));
    expect(findings.find((f) => f.check === 'clock of Sitoo')?.sentence).toContain('90 s ahead of ours');
    expect(findings.find((f) => f.check === 'clock of WMS')?.verdict).toBe('warning');
    expect(findings.find((f) => f.sentence.includes('999'))?.verdict).toBe('warning');
  });

  it('The doctor warns of warehouses in Centra whose stock can be edited by hand', async () => {
    const { centra, ...others } = fitting();
    const warehouses = async () =>
      (await centra.warehouses()).map((w) => (w.id <= 2 ? { ...w, stockMaster: 'centra' as const } : w));
    const findings = await examineWith({ centra: { ...centra, warehouses }, ...others });
    const [found, ...more] = findings.filter((f) => f.verdict !== 'good');
    expect(found).toMatchObject({ check: 'stock masters in Centra', verdict: 'warning' });
    expect(found?.sentence).toContain('in 1 (store-01), 2 (store-02): set their stock master to EXTERNAL');
    expect(more).toEqual([]);
  });

  it('The doctor warns where both Centra and the brand file deduct safety stock, and only there', async () => {
    const { centra, ...others } = fitting();
    const asked: string[][] = [];
    const thrifty = {
      ...centra,
      warehouses: async () => (await centra.warehouses()).map((w) => (w.id >= 8 ? { ...w, threshold: 2 } : w)),
      stockOffsets: async (skus: string[]) => {
        asked.push(skus);
        return new Map([
          ['TEE', 1],
          ['BOOT', 4],
        ]);
      },
    };
    const warnings = async (stock: object) => {
      const of = brandSchema.parse({ ...raw(), stock });
      const findings = await examineWith({ centra: thrifty, ...others }, of);
      return findings.filter((f) => f.verdict !== 'good').map((f) => f.sentence);
    };
    expect(await warnings({})).toEqual([]);
    expect(await warnings({ safetyStock: [{ units: 5, until: '2020-01-01T00:00:00Z' }, { units: 0 }] })).toEqual([]);
    expect(
      await warnings({
        safetyStock: [
          { units: 3, location: 'dc' },
          { units: 1, location: 'store-01' },
        ],
      }),
    ).toEqual([
      'it is subtracted twice at dc: up to 3 by the brand file and 2 by the threshold of warehouse 9 in Centra. Set one of them to 0.',
    ]);
    const ofSkus = {
      categories: { shoes: ['BOOT', 'SH-*'] },
      safetyStock: [{ units: 3, category: 'shoes', location: 'store-01' }],
    };
    expect(await warnings(ofSkus)).toEqual([
      'it is subtracted twice for BOOT: up to 3 by the brand file and 4 by its stock offset in Centra. Set one of them to 0.',
    ]);
    expect(asked).toEqual([['BOOT']]);
  });

  it('The doctor reports stock publishers that are missing, silent, paused, or behind the brand file', () => {
    const { flows } = publishStockInput(brand, 'sitoo');
    const state = { target: 'sitoo', flows, released: [] } as const;
    const verdict = (loop: Partial<PublisherReply>) => {
      const { verdict, sentence } = publisherFinding({ target: 'sitoo', running: true, ...loop }, brand);
      return `${verdict}: ${sentence}`;
    };
    expect(verdict({ running: false })).toMatch(/^problem: .*run onepool prepare/);
    expect(verdict({ problem: 'nobody answers' })).toMatch(/^warning: .*nobody answers/);
    expect(verdict({ state })).toBe('good: it runs: warehouseToSitoo immediate');
    expect(verdict({ state: { ...state, paused: { by: 'Ada', since: '2026-11-24T08:00:00Z' } } })).toMatch(
      /^warning: Ada paused it at .*onepool stock resume sitoo/,
    );
    expect(verdict({ state: { ...state, flows: {} } })).toMatch(/^warning: .*run onepool schedules apply/);
  });

  it('The doctor finds a missing webhook secret, and never prints one', () => {
    expect(checkSecrets({ centra: [], wms: [], sitooUnsigned: false }, systemsOf(brand)).map((f) => f.verdict)).toEqual(
      ['problem', 'problem', 'problem'],
    );
    expect(checkSecrets({ centra: [], wms: [], sitooUnsigned: true }, systemsOf(brand))[1]?.verdict).toBe('warning');
  });

  it('The doctor asks for the token of webhooks where the warehouse sends any', () => {
    const of = (kind: Brand['warehouse']['kind']) => [
      ...sendersOf({ ...brand, warehouse: { ...brand.warehouse, kind } }),
    ];
    expect(of('ongoing').sort()).toEqual(['centra', 'sitoo', 'wms']);
    expect(of('file').sort()).toEqual(['centra', 'sitoo']);
  });

  it('The doctor says what is wrong with the settings of a warehouse also when it says nothing else', async () => {
    const systems = fitting();
    const wms = {
      ...systems.wms,
      checkSettings: async () => ['There is no column weight.'],
      warehouses: async () => {
        throw new Error('nothing was counted yet');
      },
    };
    const found = (await examineWith({ ...systems, wms })).filter(({ verdict }) => verdict === 'problem');
    expect(found).toEqual([
      problem('WMS', 'nothing was counted yet'),
      problem('settings of the WMS', 'There is no column weight.'),
    ]);
  });

  it('The doctor prints one line per finding and ends with code 3 when there is something to fix', () => {
    const shell = testShell();
    expect(showFindings(shell, [good('a', 'fine'), warning('b', 'mind'), problem('c', 'mend\nit')], {})).toBe(3);
    expect(shell.out()).toBe('✓ a: fine\n! b: mind\n✗ c: mend\n  it\n\n1 to fix.\n');
    expect(showFindings(testShell(), [warning('b', 'mind')], {})).toBe(0);
  });

  it('The doctor continues to the end although nothing is configured', async () => {
    const { out, code } = await onepool(['doctor', '--json'], { TEMPORAL_TLS: 'perhaps' });
    const { healthy, findings } = JSON.parse(out);
    expect(healthy).toBe(false);
    expect(code).toBe(3);
    expect(findings.map((f: { check: string }) => f.check)).toEqual(
      expect.arrayContaining(['brand file', 'records', 'Temporal', 'counterparts', 'Centra webhooks']),
    );
  });
});

function raw() {
  const { brand: name, currency, locations, couriers } = brand;
  return { brand: name, currency, locations, couriers };
}
