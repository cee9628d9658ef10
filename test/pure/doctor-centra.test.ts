import { describe, expect, it } from '@jest/globals';
import { checkCentraNotes } from '../../client/doctor/check-centra-notes.js';
import { checkCentraToken } from '../../client/doctor/check-centra-token.js';
import { brandSchema } from '../../config/brand.js';
import { readCounterparts } from '../../config/environment.js';
import { SYSTEMS } from '../../domain/installation.js';
import { connectSystems } from '../../systems/connect.js';
import { smallBrand } from '../support/harness/world.js';

const DAY_MS = 86_400_000;
const EXPIRES = Date.parse('2027-01-31');

describe('what the doctor says of Centra', () => {
  it.each([
    [15, 'good'],
    [14, 'warning'],
    [0, 'problem'],
    [-1, 'problem'],
  ] as const)('A token with %i days left is %s', (days, verdict) => {
    const [finding] = checkCentraToken(EXPIRES, EXPIRES - days * DAY_MS);
    expect(finding?.verdict).toBe(verdict);
    expect(finding?.sentence).toContain('2027-01-31');
  });

  it('A token whose day of expiry nobody has said is warned of', () => {
    expect(checkCentraToken(undefined, 0)).toMatchObject([{ verdict: 'warning' }]);
  });

  it('Fields and permissions that Centra will take away are shown, with its version', () => {
    const notes = {
      appVersions: ['v1.60.0'],
      deprecatedFields: ['Order.store'],
      deprecatedPermissions: ['Order:read'],
    };
    expect(checkCentraNotes(notes).map(({ verdict }) => verdict)).toEqual(['good', 'warning', 'warning']);
    expect(checkCentraNotes({ appVersions: [], deprecatedFields: [], deprecatedPermissions: [] })).toEqual([]);
  });

  it('The day of expiry comes from the environment, and is a day', () => {
    const env = {
      CENTRA_URL: 'https://shop.test',
      CENTRA_TOKEN: 't',
      SITOO_URL: 'https://tills.test',
      SITOO_API_ID: 'a',
      SITOO_PASSWORD: 'p',
      WMS_URL: 'https://wms.test',
      WMS_USER: 'u',
      WMS_PASSWORD: 'p',
      WMS_GOODS_OWNER_ID: '1',
    };
    const brand = brandSchema.parse(smallBrand('b', {}));
    const counterparts = readCounterparts(new Set(SYSTEMS), { ...env, CENTRA_TOKEN_EXPIRES: '2027-01-31' });
    const systems = connectSystems({ brand, counterparts, databaseUrl: 'postgres://nowhere.invalid/x' });
    expect(systems.centra?.tokenExpiresAtMs).toBe(EXPIRES);
    expect(() => readCounterparts(new Set(SYSTEMS), { ...env, CENTRA_TOKEN_EXPIRES: 'soon' })).toThrow(
      'CENTRA_TOKEN_EXPIRES: is not valid',
    );
  });
});
