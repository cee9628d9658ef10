import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BOUNDS, LIMITED_METHODS, READERS } from '../support/bounds.js';
import { projectFiles } from '../support/sources.js';

/** A number that says how much is taken at once. */
const CONSTANT = /^(?:export )?const ([A-Z][A-Z0-9_]+)(?:: number)? = (?:[\d_]+|\[[\d_, ]+\]);/gm;
const SAYS_HOW_MUCH =
  /PAGE|A_CALL|PER_CALL|PER_REQUEST|AT_ONCE|AT_MOST|_ROUND$|PER_WAREHOUSE|STRETCH|SCANNED|SEARCHED|CHUNK|A_PIECE|^MOST(?!_ATTEMPTS|_PROPERTIES)/;
const TIMES_AND_SIZES = /_(MS|BYTES)$/;

const sources = ['activities', 'client', 'systems']
  .flatMap((folder) => projectFiles(folder))
  .filter((file) => file.endsWith('.ts') && !file.includes('/generated/') && !file.startsWith('activities/follow/'));

const boundsIn = (file: string, text: string): string[] =>
  [...text.matchAll(CONSTANT)]
    .map(([, name = '']) => name)
    .filter((name) => SAYS_HOW_MUCH.test(name) && !TIMES_AND_SIZES.test(name))
    .map((name) => `${file} ${name}`);

const limitedMethods = (text: string): string[] =>
  [...text.matchAll(/^ {2}(\w+)\((?:[^()]|\([^()]*\))*?\b(?:limit: number|piece: Piece)/gm)].map(
    ([, name = '']) => name,
  );

describe('bounds', () => {
  it('Every bound of a reader cuts something into pieces that is tested at its limit, or says why nothing is lost by it', () => {
    const found = sources.flatMap((file) => boundsIn(file, readFileSync(file, 'utf8')));
    expect(found.sort()).toEqual(Object.keys(BOUNDS).sort());
  });

  it('Every method of a store that takes a limit has such a row', () => {
    const ports = sources.filter((file) => /^systems\/database\/[\w-]*port\.ts$/.test(file));
    const found = ports.flatMap((file) => limitedMethods(readFileSync(file, 'utf8')));
    expect([...new Set(found)].sort()).toEqual(Object.keys(LIMITED_METHODS).sort());
  });

  it('Every reader that is tested at its limit has a bound', () => {
    const used = new Set<unknown>([...Object.values(BOUNDS), ...Object.values(LIMITED_METHODS)]);
    const alone = [
      'Centra: orders that changed',
      'Centra: products that changed',
      'Centra: prices that changed',
      'Sitoo: orders by number',
    ];
    expect(READERS.filter((reader) => !used.has(reader))).toEqual(alone);
  });

  it('A new bound is found', () => {
    expect(boundsIn('a.ts', 'const ROWS_A_PAGE = 1_000;\nconst WAIT_MS = 5;\nexport const MOST_ROWS = 7;')).toEqual([
      'a.ts ROWS_A_PAGE',
      'a.ts MOST_ROWS',
    ]);
    expect(
      limitedMethods('  rows(\n    of: string,\n    limit: number,\n  ): Promise<Row[]>;\n  all(): Row[];'),
    ).toEqual(['rows']);
  });
});
