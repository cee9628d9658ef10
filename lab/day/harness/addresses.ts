import type { System } from '../../../domain/names.js';
import type { Harness } from './start-harness.js';
import type { SimulatedSystems } from './start-simulators.js';
import { EVENT_PATHS } from './subscribe.js';

const NAMES = { centra: 'Centra', sitoo: 'Sitoo', wms: 'WMS' } as const;

/** What a person wants to know once everything runs: where it is, and what is left to configure at real counterparts. */
export function addressesOf(
  harness: Harness,
  simulated: SimulatedSystems,
  {
    folder,
    environmentFile,
    systems,
  }: { readonly folder: string; readonly environmentFile: string; readonly systems: readonly System[] },
): string {
  const rows: [string, string][] = [
    ...(harness.uiUrl === undefined ? [] : ([['Temporal Web UI', harness.uiUrl]] as [string, string][])),
    ['Temporal', harness.temporalAddress],
    ['Gateway', harness.gatewayUrl],
    ...systems.map((s): [string, string] => [
      NAMES[s],
      simulated[s] ? `${harness.urls[s]} (simulated)` : 'as the environment says',
    ]),
    ['Data and logs', folder],
  ];
  const real = systems.filter((s) => !simulated[s]);
  const events = real.map((s) => `  ${NAMES[s]} sends its events to <public address>${EVENT_PATHS[s]}\n`);
  return [
    '\n',
    ...rows.map(([name, value]) => `${name.padEnd(18)}${value}\n`),
    ...(events.length === 0
      ? []
      : ['\nTo configure at the counterparts, with the secrets of the environment:\n', ...events]),
    `\nIn another terminal, for cases, orders and the doctor:\n  set -a; . '${environmentFile}'; set +a\n  npx onepool cases list\n`,
    '\nCtrl-C stops everything.\n',
  ].join('');
}
