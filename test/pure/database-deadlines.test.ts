import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../systems/database/database.js';
import { recordsOver } from '../../systems/database/open-database.js';
import { projectFiles } from '../support/sources.js';

/** Where the product makes connections to PostgreSQL, and what else bounds their statements. */
const MAKERS = {
  'systems/database/database.ts': ['statement_timeout', 'idle_in_transaction_session_timeout', 'answerOf('],
  'systems/database/answers.ts': ['query_timeout'],
  // A change of tables may take long; what it waits for may not.
  'systems/database/migrate.ts': ['lock_timeout'],
  'systems/rate-limits/slot-lease.ts': ['within('],
} as const;

const PRODUCT = /^(activities|client|config|domain|systems|workers|workflows)\//;

/** Anything that a method may be given: it has every property, is a list of itself, and reads as a number and a text. */
const anything: unknown = new Proxy(
  Object.assign(() => anything, {}),
  {
    get: (_, name) => {
      if (name === Symbol.toPrimitive) return () => '1';
      if (name === Symbol.iterator) return () => [anything][Symbol.iterator]();
      if (name === 'length' || name === 'size') return 1;
      if (name === 'map' || name === 'flatMap') return (each: (one: unknown) => unknown) => [each(anything)];
      if (name === 'filter') return () => [anything];
      if (name === 'toJSON') return () => 'anything';
      return name === 'then' ? undefined : anything;
    },
  },
);

/** What methods are given that look one of it up. */
const PARTICULAR: Readonly<Record<string, readonly unknown[]>> = { 'inbox.pending': ['centra', 1] };

describe('deadlines of the database', () => {
  it('Connections to PostgreSQL are made in few places, each with a deadline for connecting and for answers', () => {
    const makers = projectFiles().filter(
      (file) => PRODUCT.test(file) && /new pg\.(Pool|Client)\(/.test(readFileSync(file, 'utf8')),
    );
    expect(makers.sort()).toEqual(Object.keys(MAKERS).sort());
    for (const [file, bounds] of Object.entries(MAKERS)) {
      const text = readFileSync(file, 'utf8');
      for (const bound of ['connectionTimeoutMillis', ...bounds])
        expect([file, text]).toEqual([file, expect.stringContaining(bound)]);
    }
  });

  it('Every method of the records asks the database through its deadlines, and in no other way', async () => {
    const asked = new Error('asked through the deadlines');
    const database: Database = {
      query: () => Promise.reject(asked),
      transaction: (work) => work(() => Promise.reject(asked)),
      close: async () => {},
    };
    const methods = Object.entries(recordsOver(database)).flatMap(([store, port]) =>
      typeof port === 'object'
        ? Object.entries<(...input: unknown[]) => Promise<unknown>>(port).map(([name, method]) => ({
            name: `${store}.${name}`,
            call: async () => method(...(PARTICULAR[`${store}.${name}`] ?? [anything, anything, anything])),
          }))
        : [],
    );
    expect(methods.length).toBeGreaterThan(60);
    const outcomes = await Promise.all(
      methods.map(({ name, call }) =>
        call().then(
          () => `${name} asked nothing`,
          (problem) => (problem === asked ? '' : `${name}: ${problem}`),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome !== '')).toEqual([]);
  });
});
