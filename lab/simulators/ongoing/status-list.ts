import { STATUS } from './warehouse-state.js';

const TEXTS: Readonly<Record<number, string>> = {
  [STATUS.error]: 'Error',
  [STATUS.open]: 'Open',
  [STATUS.released]: 'Released',
  [STATUS.allocated]: 'Allocated',
  [STATUS.picked]: 'Picked',
  [STATUS.sent]: 'Sent',
  [STATUS.collected]: 'Collected',
  [STATUS.returned]: 'Returned',
  [STATUS.cancelled]: 'Cancelled',
};

export const statusText = (number: number): string => TEXTS[number] ?? 'Own status';

/** The list a tenant without statuses of its own would give. */
export const statusList = Object.entries(TEXTS).map(([number, text]) => ({ number: Number(number), text }));
