import { describe, expect, it } from '@jest/globals';
import { FOLLOWING, NO_STORY, ROWS, STEPS } from '../support/kills/rows.js';
import { activityNames, survivesKills } from '../support/kills/survives-kills.js';

describe('a worker that is killed in a step of an order, a return or the products', () => {
  survivesKills(STEPS);

  it('Every activity has a story in which it is cut, or says why it has none', () => {
    expect(Object.keys({ ...ROWS, ...NO_STORY }).sort()).toEqual(activityNames());
    expect([...STEPS, ...FOLLOWING].sort()).toEqual(Object.keys(ROWS).sort());
  });
});
