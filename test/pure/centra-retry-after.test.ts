import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../systems/centra/retry-after.js';
import { graphqlAddress } from '../../systems/centra/transport.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('how long a 429 asks us to wait', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['parts of a second', '0.5', 500],
    ['unix seconds', String(now / 1000 + 7), 7_000],
    ['unix milliseconds', String(now + 7_000), 7_000],
    ['an HTTP date', 'Sun, 01 Mar 2026 12:00:07 GMT', 7_000],
    ['ISO 8601 in UTC', '2026-03-01T12:00:07Z', 7_000],
    ['ISO 8601 with an offset', '2026-03-01T13:00:07+01:00', 7_000],
    ['a time without a zone, taken as UTC', '2026-03-01 12:00:07', 7_000],
    ['a time that has passed', '2026-03-01T11:00:00Z', 0],
    ['longer than any window of Centra, cut to an hour', '999999', 3_600_000],
    ['nothing that can be read', 'soon', 10_000],
  ])('A 429 names the time to wait in this form: %s', (_form, header, wait) => {
    expect(retryAfterMs(header, now)).toBe(wait);
  });

  it('A 429 without Retry-After waits for the shortest window', () => {
    expect(retryAfterMs(undefined, now)).toBe(10_000);
  });
});

describe('the address of the GraphQL endpoint', () => {
  it.each(['https://shop.test', 'https://shop.test/', 'https://shop.test/graphql', 'https://shop.test/graphql/'])(
    'The GraphQL endpoint is found from %s',
    (url) => {
      expect(graphqlAddress(url)).toBe('https://shop.test/graphql');
    },
  );
});
