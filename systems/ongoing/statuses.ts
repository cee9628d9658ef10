import type { WarehouseStage } from '../../domain/order/warehouse-order.js';
import type { WarningLog } from '../warning-log.js';

/** Which of a tenant's status numbers mean which stage. Every Ongoing tenant may number its own statuses. */
export type StatusMapping = Readonly<Record<WarehouseStage, readonly number[]>>;

/** The numbers that Ongoing delivers a tenant with. */
export const USUAL_STATUSES: StatusMapping = {
  open: [200],
  working: [300, 320],
  picked: [400],
  sent: [450, 500],
  returned: [800],
  cancelled: [1000],
  error: [150],
};

/** Without a number for these, an order could never be seen to start, finish or stop. */
const REQUIRED: readonly WarehouseStage[] = ['open', 'picked', 'sent', 'cancelled'];

/** A reader of status numbers. An unknown number means that work goes on; it is logged once, not at every poll. */
export function stageReader(mapping: StatusMapping, logger?: WarningLog): (number: number) => WarehouseStage {
  const stages = new Map(
    Object.entries(mapping).flatMap(([stage, numbers]) => numbers.map((n) => [n, stage as WarehouseStage])),
  );
  const unknown = new Set<number>();
  return (number) => {
    const stage = stages.get(number);
    if (stage !== undefined) return stage;
    if (!unknown.has(number)) {
      unknown.add(number);
      logger?.warn(
        { statusNumber: number },
        'the warehouse uses an order status that the brand file does not map; it is taken as work in progress',
      );
    }
    return 'working';
  };
}

/**
 * Compares the mapping of the brand file with the tenant's own list. Returns one sentence for each thing to correct; an
 * empty list means that the mapping fits. A status that is not mapped is a warning: it counts as work in progress.
 */
export function checkStatusMapping(
  mapping: StatusMapping,
  list: readonly { readonly number: number; readonly text: string }[],
): string[] {
  const entries = Object.entries(mapping).flatMap(([stage, numbers]) => numbers.map((number) => ({ stage, number })));
  const known = new Set(list.map((status) => status.number));
  const mapped = new Set(entries.map((entry) => entry.number));
  const twice = entries.filter((entry, i) => entries.findIndex((other) => other.number === entry.number) !== i);
  return [
    ...REQUIRED.filter((stage) => mapping[stage].length === 0).map(
      (stage) =>
        `No status number means "${stage}": add at least one to warehouse.statuses.${stage} in the brand file.`,
    ),
    ...entries
      .filter((entry) => !known.has(entry.number))
      .map(
        (entry) =>
          `Status ${entry.number} is mapped to "${entry.stage}", but the warehouse has no such status: remove or correct it in the brand file.`,
      ),
    ...twice.map((entry) => `Status ${entry.number} is mapped more than once: decide for one stage in the brand file.`),
    ...list
      .filter((status) => !mapped.has(status.number))
      .map(
        (status) =>
          `Warning: status ${status.number} (${status.text}) of the warehouse is not mapped and counts as work in progress.`,
      ),
  ];
}
