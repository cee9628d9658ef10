import type { Activities } from '../../../activities/index.js';
import type { WorldOfKills } from './world-of-kills.js';

type Input<Name extends keyof Activities> = Parameters<Activities[Name]>[0];

/** One way in which an activity runs: what has happened before, and with what it is called. */
export type Row<Name extends keyof Activities = keyof Activities> = readonly [
  when: string,
  given: (world: WorldOfKills) => Promise<Input<Name>>,
];

export type Rows = { readonly [Name in keyof Activities]?: readonly Row<Name>[] };
