import type { Action } from '../feed/lines.js';
import type { SimulatorAct } from './act-of-customer.js';
import type { WorkItem } from './work-list.js';

/** A parcel's number that is the same in every run. */
const waybillOf = (item: WorkItem): string => `W-${item.name}`;

const pick = (item: WorkItem): SimulatorAct[] => [
  { system: item.system, act: { type: item.system === 'wms' ? 'wms.pick' : 'store.pick', name: item.name } },
];

/** The goods leave: with the courier, or over the counter. */
const handOver = (item: WorkItem): SimulatorAct[] => {
  const type = item.system === 'wms' ? 'wms.ship' : item.home ? 'store.ship' : 'store.collect';
  const waybill = item.home ? { waybill: waybillOf(item) } : {};
  return [{ system: item.system, act: { type, name: item.name, ...waybill } }];
};

/** The next thing staff would do with an item of their own accord; nothing once it is rejected. */
export function nextStaffAct(item: WorkItem): SimulatorAct[] {
  if (item.step === 'rejected') return [];
  if (item.step === 'picked') return handOver(item);
  if (item.system === 'wms' && item.step === 'untouched')
    return [{ system: 'wms', act: { type: 'wms.begin', name: item.name } }];
  return pick(item);
}

/** What a feed's line makes staff do with an item; undefined when the line is not about this item or it is too late for it. */
export function staffActOfFeed(action: Action, item: WorkItem): SimulatorAct[] | undefined {
  const { type } = action;
  const system = type.startsWith('wms.') ? 'wms' : 'sitoo';
  if (item.system !== system || item.step === 'rejected') return undefined;
  if ('location' in action && action.location !== undefined && system === 'sitoo' && action.location !== item.location)
    return undefined;
  const begun = item.step !== 'untouched';
  const picked = item.step === 'picked';
  switch (type) {
    case 'store.pick':
    case 'wms.pick':
      return picked ? [] : pick(item);
    case 'store.ship':
    case 'wms.ship':
      return picked ? handOver(item) : [...pick(item), ...handOver(item)];
    case 'store.reject':
      return [{ system, act: { type, name: item.name } }];
    case 'store.silent':
      return [];
    case 'wms.begin':
      return begun ? [] : [{ system, act: { type, name: item.name } }];
    case 'wms.short': {
      // What the line does not name is picked in full: the simulator picks only what the act names.
      const found = new Map(action.lines.map((line) => [line.sku, line.picked]));
      const lines = item.lines.map(({ rowNumber, sku, quantity }) => ({
        rowNumber,
        picked: Math.min(quantity, found.get(sku) ?? quantity),
      }));
      return picked ? [] : [{ system, act: { type: 'wms.pick', name: item.name, lines } }];
    }
    default:
      return undefined;
  }
}
