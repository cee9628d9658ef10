import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import type { brandSchema } from '../../config/brand.js';
import { parseBrand } from '../../config/load-brand.js';
import type { Brand } from '../../domain/brand.js';

/** A type with every property required and readonly, all the way down, so that a key that one side lacks shows. */
type Everything<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends object
    ? { readonly [K in keyof T]-?: Everything<Exclude<T[K], undefined>> }
    : T;
type Same<A, B> = [Everything<A>] extends [Everything<B>]
  ? [Everything<B>] extends [Everything<A>]
    ? true
    : false
  : false;

type FromFile = z.output<typeof brandSchema>;

describe('the types of a brand in the domain', () => {
  // The compiler judges these lines: `npm run types` fails when schema and types drift apart.
  it('The brand types of the domain match the schema of the brand file, key by key', () => {
    const same: Same<Brand, FromFile> = true;
    expect(same).toBe(true);
  });

  it('The comparison of types fails if either side has one key more, even an optional one deep inside', () => {
    const more: Same<Brand & { readonly more?: string }, FromFile> = false;
    const moreInFile: Same<Brand, Omit<FromFile, 'gift'> & { gift: FromFile['gift'] & { more?: string } }> = false;
    const other: Same<Omit<Brand, 'currency'> & { readonly currency: number }, FromFile> = false;
    expect([more, moreInFile, other]).toEqual([false, false, false]);
  });

  it('The brand types name every key that the example and the defaults give', () => {
    const example = parse(readFileSync('config/example.brand.yaml', 'utf8'));
    const brand: Brand = parseBrand(stringify(example), 'brand.yaml');
    expect(Object.keys(example).filter((key) => !(key in brand))).toEqual([]);
  });
});
