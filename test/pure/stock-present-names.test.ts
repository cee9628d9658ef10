import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { projectFiles } from '../support/sources.js';

/** Files that lock positions under the names that the ledger itself gave them, with where they take them from. */
const NAMED_BY_THE_LEDGER: Readonly<Record<string, string>> = {
  'systems/database/stock/claim.ts': 'positions that wait to be published',
  'systems/database/stock/orders-of-others.ts': 'orders of others that are not settled',
  'systems/database/stock/refresh.ts': 'positions, one after the other',
  'systems/database/stock/settle.ts': 'lines of a batch, and no SKU is renamed while one is on its way',
};

describe('who changes positions', () => {
  it('Whatever reports units to the ledger counts under the present names of its SKUs', () => {
    const locking = projectFiles('systems/database').filter((file) =>
      /\bawait lockPositions\(|return lockPositions\(/.test(readFileSync(file, 'utf8')),
    );
    expect(locking.length).toBeGreaterThan(6);
    const deaf = locking.filter(
      (file) =>
        !/\bawait (presentNames|withPresentNames|unitsUnderPresentNames)\(/.test(readFileSync(file, 'utf8')) &&
        !file.endsWith('/renames.ts'),
    );
    expect(deaf.toSorted()).toEqual(Object.keys(NAMED_BY_THE_LEDGER));
  });
});
