#!/usr/bin/env node
import { row, runProof } from './command.js';
import { type RaceReport, runRace } from './race/run-race.js';

/** `npm run race`: many buyers for the last unit, a thousand times; five to ten minutes on two processors. */
await runProof<RaceReport>({
  name: 'race',
  description:
    'Let tills and web customers race for the last unit, many rounds in parallel, and judge by the records who got it.',
  number: { flag: 'rounds', words: 'rounds that are run at the same time', usually: 1_000 },
  run: runRace,
  isGood: ({ doubleShipped, unnamed }) => doubleShipped === 0 && unnamed === 0,
  asText: (report) =>
    [
      '\n',
      row('rounds', report.rounds),
      row('units shipped', report.shipped),
      row('units sold over the counter', report.soldAtTill),
      row('units that nobody got', report.nobody),
      row('buyers who did not get it', report.losers.total),
      ...Object.entries(report.losers.byOutcome).map(([outcome, count]) => row(`  ${outcome}`, count)),
      row('units handed out twice', report.doubleShipped),
      row('buyers nobody answers', report.unnamed),
      ...Object.entries(report.openCases).map(([code, count]) => row(`still open: ${code}`, count)),
      row('took', `${report.seconds} s`),
      ...report.findings.map((finding) => `  ${finding}\n`),
    ].join(''),
});
