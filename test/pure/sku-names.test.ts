import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { underOurSkus } from '../../systems/sku-names.js';
import { testBrand } from '../support/web-order.js';

const PORTS = [
  'systems/sitoo/port.ts',
  'systems/sitoo/product-port.ts',
  'systems/warehouse-port.ts',
  'systems/warehouse-article-port.ts',
].map((file) => readFileSync(file, 'utf8'));

/** A system that writes down what it is given, and gives what it is told to give. */
const system = (answer: unknown) => {
  const given: unknown[] = [];
  const take = async (...sent: unknown[]) => {
    given.push(sent);
    return answer;
  };
  return { given, port: { knownSkus: take, stock: take, placeOrder: take, orders: take, clockSkewMs: () => 7 } };
};
const NAMES = { 'TEE-M': '10045' };

describe('names of SKUs at the border of a system', () => {
  it('A mapped SKU leaves under the name of the system, in lists and in whatever holds a SKU', async () => {
    const { given, port } = system(undefined);
    const ours = underOurSkus(port, NAMES);
    await ours.knownSkus(['TEE-M', 'CAP']);
    await ours.stock(7, ['TEE-M']);
    await ours.placeOrder({ name: 'TEE-M', lines: [{ sku: 'TEE-M', quantity: 1 }, { sku: 'CAP' }] });
    expect(given).toEqual([
      [['10045', 'CAP']],
      [7, ['10045']],
      [{ name: 'TEE-M', lines: [{ sku: '10045', quantity: 1 }, { sku: 'CAP' }] }],
    ]);
  });

  it('A mapped SKU comes back under the name of the web shop, in sets, maps and whatever holds a SKU', async () => {
    const answers = [new Set(['10045', 'CAP']), new Map([['10045', { total: 1 }]]), [{ items: [{ sku: '10045' }] }]];
    const seen = await Promise.all(answers.map((answer) => underOurSkus(system(answer).port, NAMES).orders()));
    expect(seen).toEqual([
      new Set(['TEE-M', 'CAP']),
      new Map([['TEE-M', { total: 1 }]]),
      [{ items: [{ sku: 'TEE-M' }] }],
    ]);
  });

  it('A list of texts that is no list of SKUs, and what is no promise, pass as they are', async () => {
    const { given, port } = system(undefined);
    const ours = underOurSkus(port, NAMES);
    await ours.orders(['TEE-M']);
    expect([given, ours.clockSkewMs()]).toEqual([[[['TEE-M']]], 7]);
    expect(underOurSkus(port, {})).toBe(port);
  });

  it('Every list of SKUs that a port takes is renamed on its way out', async () => {
    const methods = PORTS.flatMap((text) =>
      [...text.matchAll(/^ {2}(\w+)\((?=[^;]*?\bskus: readonly string\[\])[^;]*?\): Promise/gms)].map(
        ([, name = '']) => name,
      ),
    );
    expect(methods.length).toBeGreaterThan(4);
    for (const method of methods) {
      const given: unknown[] = [];
      const port: Record<string, (...sent: unknown[]) => void> = { [method]: (...sent) => void given.push(...sent) };
      underOurSkus(port, NAMES)[method]?.(['TEE-M']);
      expect([method, given]).toEqual([method, [['10045']]]);
    }
  });

  it('No port calls a SKU by any name but sku and skus, by which they are renamed', () => {
    const named = PORTS.flatMap((text) =>
      [...text.matchAll(/\b(\w*[sS][kK][uU]\w*)\??: /g)].map(([, name = '']) => name),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => name !== 'sku' && name !== 'skus')).toEqual([]);
  });

  it('Two SKUs under one name of a system are refused with the brand file', () => {
    expect(testBrand({ skus: { wms: NAMES } }).skus).toEqual({ sitoo: {}, wms: NAMES });
    expect(() => testBrand({ skus: { wms: { ...NAMES, 'TEE-L': '10045' } } })).toThrow(/already the name of TEE-M/);
  });
});
