import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { parseBrand } from '../../config/load-brand.js';

const EXAMPLE = readFileSync('config/example.brand.yaml', 'utf8').split('\n');
const LINE = EXAMPLE.findIndex((row) => row.includes('id: store-01')) + 1;

/** The example with one more line beneath the first store, and perhaps one at the top. */
const textWith = (ofStore: string, ofBrand = ''): string =>
  [
    ...EXAMPLE.slice(0, LINE - 1),
    `  - { id: store-01, kind: store, name: One, centra: 1, sitoo: 101,`,
    `      ${ofStore} }`,
    ...EXAMPLE.slice(LINE),
    ofBrand,
  ].join('\n');

function problemsIn(text: string): string[] {
  try {
    parseBrand(text, 'brand.yaml');
  } catch (error) {
    if (!(error instanceof ConfigurationProblem)) throw error;
    return error.faults.map(
      ({ where, line, sentence }) => `${line === LINE + 1 ? '' : `line ${line} `}${where}: ${sentence}`,
    );
  }
  return [];
}

describe('opening hours in the brand file', () => {
  it('Opening hours take one span a day, or several', () => {
    const text = textWith('openingHours: { mon: 10:00-19:00, sat: ["09:30-13:00", "13:00-15:00", "16:00-24:00"] }');
    expect(parseBrand(text, 'brand.yaml').locations[0]?.openingHours).toEqual({
      mon: [{ opens: 600, closes: 1_140 }],
      sat: [
        { opens: 570, closes: 780 },
        { opens: 780, closes: 900 },
        { opens: 960, closes: 1_440 },
      ],
    });
  });

  it.each([
    ['mon: ten to seven', 'locations[0].openingHours.mon: write opening hours as 10:00-19:00'],
    ['mon: 10:00-24:30', 'locations[0].openingHours.mon: write opening hours as 10:00-19:00'],
    ['mon: 19:00-10:00', 'locations[0].openingHours.mon: a location must close after it opens, on the same day'],
    ['mon: 10:00-10:00', 'locations[0].openingHours.mon: a location must close after it opens, on the same day'],
    ['mon: 10', 'locations[0].openingHours.mon: write opening hours as 10:00-19:00, or as a list of such spans'],
    ['mon: []', 'locations[0].openingHours.mon: write opening hours as 10:00-19:00, or as a list of such spans'],
    [
      'mon: ["15:00-19:00", "10:00-14:00"]',
      'locations[0].openingHours.mon[1]: the spans of a day must be in order: the earliest first',
    ],
    ['mon: ["10:00-14:00", "13:59-19:00"]', 'locations[0].openingHours.mon[1]: this span overlaps the one before it'],
    ['mon: ["10:00-14:00", "15-19"]', 'locations[0].openingHours.mon[1]: write opening hours as 10:00-19:00'],
    [
      '',
      'locations[0].openingHours: name at least one day, or leave openingHours out: the location then counts as always open',
    ],
  ])('Opening hours of { %s } are refused in words, with their line', (days, problem) => {
    expect(problemsIn(textWith(`openingHours: { ${days} }`))).toEqual([problem]);
  });

  it('Opening hours know the days of the week', () => {
    expect(problemsIn(textWith('openingHours: { monday: 10:00-19:00 }')).join()).toMatch(/openingHours.*mon/);
  });
});

describe('closed dates in the brand file', () => {
  it('Closed dates belong to one location or to the whole brand, and none is the default', () => {
    const brand = parseBrand(textWith('closedDates: [2026-06-24]', 'closedDates: ["2026-12-25", "2028-02-29"]'), 'b');
    expect(brand.closedDates).toEqual(['2026-12-25', '2028-02-29']);
    expect(brand.locations[0]?.closedDates).toEqual(['2026-06-24']);
    expect(brand.locations[1]?.closedDates).toEqual([]);
  });

  it('A closed date that does not exist is refused in words', () => {
    expect(problemsIn(textWith('closedDates: ["2026-12-25", "2026-02-29", "25/12"]'))).toEqual([
      'locations[0].closedDates[1]: there is no 2026-02-29 in the calendar',
      'locations[0].closedDates[2]: write a date as 2026-12-25',
    ]);
  });
});
