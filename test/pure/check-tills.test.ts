import { describe, expect, it } from '@jest/globals';
import { loadBrand } from '../../config/load-brand.js';
import { SystemProblem } from '../../systems/problem.js';
import { checkTills } from '../../workers/check-tills.js';

const brand = loadBrand('config/example.brand.yaml');
const log = { warn: () => {} };
type Answer = Parameters<typeof checkTills>[0]['sitoo']['settings'];
const starting = (settings: Answer) => checkTills({ brand, sitoo: { settings }, log }, 20);
const set =
  (pricesWithVat: boolean): Answer =>
  async () => ({ currency: 'SEK', pricesWithVat, timezone: 'x' });

describe('a worker that starts beside tills', () => {
  it('A worker refuses to start where tills store prices without VAT, and says what to do', async () => {
    await expect(starting(set(false))).rejects.toThrow(/without VAT.*Have the site changed/s);
    await expect(starting(set(true))).resolves.toBeUndefined();
  });

  it('A worker starts while the tills do not answer', async () => {
    const away = new SystemProblem({ kind: 'unreachable', system: 'sitoo', operation: 'GET settings', sentence: 'x' });
    await expect(starting(() => Promise.reject(away))).resolves.toBeUndefined();
    await expect(starting(() => new Promise(() => {}))).resolves.toBeUndefined();
  });
});
