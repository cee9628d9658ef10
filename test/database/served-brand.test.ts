import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkDatabase, claimDatabase } from '../../systems/database/served-brand.js';
import { freshDatabase } from '../support/fresh-database.js';
import { onepool } from '../support/test-shell.js';

const { databaseUrl, drop } = await freshDatabase();
const folder = await mkdtemp(join(tmpdir(), 'onepool-brand-'));
afterAll(async () => {
  await rm(folder, { recursive: true });
  await drop();
});

const WHAT_TO_DO = /serves the brand "nordvik".*"sorvik".*create a database for "sorvik".*DATABASE_URL/;

describe('one database serves one brand', () => {
  it('The first brand that asks gets the database, however many ask together, and keeps it', async () => {
    await checkDatabase(databaseUrl, 'sorvik');
    await Promise.all(Array.from({ length: 5 }, () => claimDatabase(databaseUrl, 'nordvik')));
    await claimDatabase(databaseUrl, 'nordvik');
    await checkDatabase(databaseUrl, 'nordvik');
  });

  it('A second brand is refused with a sentence that says what to do', async () => {
    await claimDatabase(databaseUrl, 'nordvik');
    await expect(claimDatabase(databaseUrl, 'sorvik')).rejects.toThrow(WHAT_TO_DO);
    await expect(checkDatabase(databaseUrl, 'sorvik')).rejects.toThrow(WHAT_TO_DO);
  });

  it('A command that changes records is refused for a second brand before it changes anything', async () => {
    await claimDatabase(databaseUrl, 'nordvik');
    const example = await readFile('config/example.brand.yaml', 'utf8');
    const brandPath = join(folder, 'brand.yaml');
    await writeFile(brandPath, example.replace('brand: nordvik', 'brand: sorvik'));
    const env = { DATABASE_URL: databaseUrl, ONEPOOL_BRAND: brandPath };
    for (const args of [
      ['inbox', 'retry', '1'],
      ['inbox', 'discard', '1', '--by', 'Kim'],
      ['cases', 'resolve', 'x', '--answer', 'retry', '--by', 'Kim'],
    ]) {
      const { code, err } = await onepool(args, env);
      expect([args, code, err]).toEqual([args, 2, expect.stringMatching(WHAT_TO_DO)]);
    }
  });
});
