import { storeFulfilmentName, warehouseFulfilmentName } from '../names.js';
import { type FulfillingSystem, type OrderRef, webOrderNumber } from './order-ref.js';

export interface FulfilmentIdentity extends OrderRef {
  readonly fulfilment: number;
  readonly location: string;
  readonly kind: 'store' | 'warehouse';
}

/** What a fulfilment is called at the counterpart that picks it. */
export const nameOf = ({ origin, number, fulfilment, kind }: FulfilmentIdentity): string =>
  kind === 'store'
    ? storeFulfilmentName(webOrderNumber({ origin, number }), fulfilment)
    : warehouseFulfilmentName(origin, number, fulfilment);

/** The counterpart that picks it. */
export const systemOf = ({ kind }: FulfilmentIdentity): FulfillingSystem => (kind === 'store' ? 'sitoo' : 'wms');
