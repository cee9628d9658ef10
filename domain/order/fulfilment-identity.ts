import { type Origin, type System, storeFulfilmentName, warehouseFulfilmentName } from '../names.js';

export interface FulfilmentIdentity {
  readonly origin: Origin;
  readonly number: string;
  readonly fulfilment: number;
  readonly location: string;
  readonly kind: 'store' | 'warehouse';
}

/** What a fulfilment is called at the counterpart that picks it. */
export const nameOf = ({ origin, number, fulfilment, kind }: FulfilmentIdentity): string =>
  kind === 'store' ? storeFulfilmentName(number, fulfilment) : warehouseFulfilmentName(origin, number, fulfilment);

/** The counterpart that picks it. */
export const systemOf = ({ kind }: FulfilmentIdentity): System => (kind === 'store' ? 'sitoo' : 'wms');
