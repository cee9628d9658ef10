import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { brandJsonSchema } from '../../config/brand-json-schema.js';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { loadBrand, parseBrand } from '../../config/load-brand.js';

const EXAMPLE = readFileSync('config/example.brand.yaml', 'utf8');

function problemOf(text: string): ConfigurationProblem {
  try {
    parseBrand(text, 'brand.yaml');
  } catch (error) {
    if (error instanceof ConfigurationProblem) return error;
    throw error;
  }
  throw new Error('the brand file was accepted');
}

describe('the brand file', () => {
  it('The example brand file loads, and fits the world of the simulators', () => {
    const brand = loadBrand('config/example.brand.yaml');
    expect(brand.brand).toBe('nordvik');
    expect(brand.locations.map((l) => [l.id, l.centra, l.sitoo, l.wms])).toEqual([
      ...Array.from({ length: 8 }, (_, i) => [`store-0${i + 1}`, i + 1, 101 + i, undefined]),
      ['dc', 9, 109, '1'],
    ]);
    expect(brand.couriers['home-standard']).toMatchObject({ carrier: 'PostNord', service: '17', wayOfDelivery: 'STD' });
    expect(brand.promises.storePick).toBe(4 * 3_600_000);
    expect(brand.posOrders).toBe('immediate');
  });

  it('The JSON Schema of the brand file is up to date', () => {
    expect(JSON.parse(readFileSync('config/brand.schema.json', 'utf8'))).toEqual(brandJsonSchema());
    expect(EXAMPLE.startsWith('# yaml-language-server: $schema=./brand.schema.json\n')).toBe(true);
  });

  it('A brand that trades in a currency without hundredths is refused, since tills could read its amounts a hundredfold wrong', () => {
    for (const currency of ['JPY', 'ISK', 'KWD'])
      expect(problemOf(EXAMPLE.replace('currency: SEK', `currency: ${currency}`)).message).toMatch(
        /not divided into hundredths/,
      );
    expect(parseBrand(EXAMPLE.replace('currency: SEK', 'currency: EUR'), 'brand.yaml').currency).toBe('EUR');
  });

  it('A brand file is refused with all its faults, each with its path and its line', () => {
    const text = [
      'brand: Nordvik', // 1
      'currency: SEK',
      'timezone: Europe/Stokholm', // 3
      'locations:',
      '  - { id: store-01, kind: store, name: One, centra: 1, sitoo: 101, wms: 4 }', // 5
      '  - { id: dc, kind: warehouse, name: Dc, centra: one, sitoo: 101 }', // 6
      'curriers: {}', // 7
      'moveTo: [store-09]', // 8
      'posOrders: { evry: 15m }', // 9
      'promises:',
      '  storePick: 4 hours', // 11
    ].join('\n');
    const problem = problemOf(text);
    const found = problem.faults.map(({ where, line }) => [where, line]);
    expect(found).toEqual(
      expect.arrayContaining([
        ['brand', 1],
        ['timezone', 3],
        ['locations[0].wms', 5],
        ['locations[1].wms', 6],
        ['locations[1].centra', 6],
        ['locations[1].sitoo', 6],
        ['curriers', 7],
        ['couriers', 1],
        ['moveTo[0]', 8],
        ['posOrders', 9],
        ['promises.storePick', 11],
      ]),
    );
    expect(found).toHaveLength(11);
    expect(problem.message).toContain('brand.yaml needs 11 corrections:');
    expect(problem.message).toContain('line 7, curriers: is not known; did you mean couriers?');
    expect(problem.message).toContain('line 6, locations[1].centra: must be a number');
    expect(problem.message).toContain('locations[1].sitoo: 101 is already the sitoo of locations[0]');
    expect(problem.message).toContain('couriers: is missing; it must be a block of names and values');
    expect(problem.message).not.toMatch(/invalid input|undefined|zod/i);
  });

  it('A brand file with a list over several lines is refused with the right line', () => {
    const text = EXAMPLE.replace('    carrier: Budbee', '    carier: Budbee');
    const line = text.split('\n').findIndex((row) => row.includes('carier')) + 1;
    const { faults } = problemOf(text);
    expect(faults).toContainEqual({
      where: 'couriers.home-express.carier',
      line,
      sentence: 'is not known; did you mean carrier?',
    });
  });

  it('A shipping option that means two couriers is refused', () => {
    const { message } = problemOf(
      EXAMPLE.replace('shippingOptions: [home-express]', 'shippingOptions: [home-standard]'),
    );
    expect(message).toContain('"home-standard" already means the courier home-standard');
  });

  it('A brand file that is missing, empty, broken or not a mapping is refused in words', () => {
    expect(() => loadBrand('config/no-such.yaml')).toThrow(
      /config\/no-such\.yaml needs one correction:\n {2}- there is no such file; set ONEPOOL_BRAND/,
    );
    expect(() => loadBrand('config')).toThrow(/cannot be read/);
    expect(problemOf('').message).toContain('the file is empty');
    expect(problemOf('brand: [').faults[0]).toMatchObject({ line: 1 });
    expect(problemOf('brand: [').message).toContain('not valid YAML');
    expect(problemOf('just words').message).toContain('must be a block of keys and values');
  });
});
