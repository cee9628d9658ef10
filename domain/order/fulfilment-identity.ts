import { type Origin, type System, storePartName, warehousePartName } from '../names.js';

export interface PartIdentity {
  readonly origin: Origin;
  readonly number: string;
  readonly part: number;
  readonly location: string;
  readonly kind: 'store' | 'warehouse';
}

/** What a part is called at the counterpart that picks it. */
export const nameOf = ({ origin, number, part, kind }: PartIdentity): string =>
  kind === 'store' ? storePartName(number, part) : warehousePartName(origin, number, part);

/** The counterpart that picks it. */
export const systemOf = ({ kind }: PartIdentity): System => (kind === 'store' ? 'sitoo' : 'wms');
