import type { ChangesAt } from '../../systems/centra/port.js';

/** How far the changes are read: an attempt after a crash, or after the time of one was up, goes on there. */
export interface ChangesProgress {
  readonly fromMs: number;
  /** When the reading began, which is where the next one begins. */
  readonly beganMs: number;
  /** The next page; null at the end. */
  readonly at: ChangesAt | null;
  readonly changed: number;
}

/** Where reading the changes begins. */
export const FIRST_CHANGES: ChangesAt = { list: 'products', start: 0 };

export const changesSince = (fromMs: number): ChangesProgress => ({
  fromMs,
  beganMs: Date.now(),
  at: FIRST_CHANGES,
  changed: 0,
});

/** The position of a reading of everything once its last page is read and what changed in the meantime is not. */
export const positionOf = ({ list, start }: ChangesAt): string => `${list} ${start}`;

/** @returns undefined while there are still pages of everything to read */
export function changesAt(position: string | undefined): ChangesAt | undefined {
  const [, list, start] = /^(products|sizes|prices) (\d+)$/.exec(position ?? '') ?? [];
  return list === undefined ? undefined : { list: list as ChangesAt['list'], start: Number(start) };
}
