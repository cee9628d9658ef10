import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { WAREHOUSE_KINDS } from '../../systems/warehouse-kinds.js';
import { importsOf, projectFiles } from '../support/sources.js';

const PRODUCT = ['domain', 'config', 'workflows', 'activities', 'workers', 'client', 'bin'];
const REGISTRY = 'systems/warehouse-kinds.ts';
/** Folders below `systems/` that are a kind of warehouse. */
const folders = readdirSync('systems', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('/kind.ts'))
  .map((file) => file.slice(0, -'/kind.ts'.length));

/** The kinds of warehouse that a text names: by a word that is more than an ordinary one. */
const VENDORS = /ongoing/i;

describe('the kinds of warehouse', () => {
  it('Nothing outside the systems knows which warehouse system it is', () => {
    const files = projectFiles().filter(
      (file) => /\.(ts|js|mjs)$/.test(file) && PRODUCT.includes(file.split('/')[0] ?? ''),
    );
    expect(files.length).toBeGreaterThan(300);
    const naming = files.filter((file) => VENDORS.test(readFileSync(file, 'utf8')));
    expect(naming).toEqual([]);
  });

  it('A kind is loaded by the list of kinds alone, and knows no other kind', () => {
    expect(folders.length).toBe(WAREHOUSE_KINDS.length);
    const fromOthers = projectFiles('systems')
      .filter((file) => file.endsWith('.ts') && file !== REGISTRY)
      .flatMap((file) => importsOf(file))
      .filter(({ file, of }) =>
        folders.some((folder) => of.startsWith(`systems/${folder}/`) && !file.startsWith(`systems/${folder}/`)),
      );
    expect(fromOthers.map(({ file, of }) => `${file} imports ${of}`)).toEqual([]);
  });

  it('Every kind passes the tests of all kinds', () => {
    // A file that starts servers cannot be loaded here.
    const played = readFileSync('test/support/warehouse-kinds.ts', 'utf8').split('PLAYED_KINDS')[1] ?? '';
    const names = [...played.matchAll(/^ {2}(\w+): (?:\(\w*\) => )?start/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual([...WAREHOUSE_KINDS].sort());
  });
});
