import { describe, expect, it } from '@jest/globals';
import { checkStatusMapping } from '../../systems/ongoing/statuses.js';

const mapping = { open: [200], working: [300], picked: [400], sent: [450], returned: [], cancelled: [1000], error: [] };
const list = [200, 300, 400, 450, 1000].map((number) => ({ number, text: `Status ${number}` }));

describe('the mapping of a warehouse’s statuses', () => {
  it('A mapping fits when every number exists and every status is mapped; returned and error may be empty', () => {
    expect(checkStatusMapping(mapping, list)).toEqual([]);
  });

  it('A mapped number that the warehouse does not have is reported', () => {
    expect(checkStatusMapping({ ...mapping, sent: [450, 500] }, list)).toEqual([expect.stringMatching(/500.*"sent"/)]);
  });

  it('A status that nobody mapped is reported as a warning', () => {
    const tenant = [...list, { number: 425, text: 'Partly sent' }];
    expect(checkStatusMapping(mapping, tenant)).toEqual([
      expect.stringMatching(/^Warning: status 425 \(Partly sent\)/),
    ]);
  });

  it.each(['open', 'picked', 'sent', 'cancelled'] as const)('A mapping without a number for %s is refused', (stage) => {
    expect(checkStatusMapping({ ...mapping, [stage]: [] }, list)).toContainEqual(
      expect.stringContaining(`warehouse.statuses.${stage}`),
    );
  });

  it('A mapping with one number for two stages is refused', () => {
    expect(checkStatusMapping({ ...mapping, working: [300, 400] }, list)).toEqual([
      expect.stringMatching(/400 is mapped more than once/),
    ]);
  });
});
