import { readFulfilmentName } from '../../../domain/names.js';
import type { Controls } from '../../../lab/simulators/control.js';
import { STATUS } from '../../../lab/simulators/ongoing/warehouse-state.js';
import { readCallsOf, readCentraState, readSitooState, readWmsState } from '../../../lab/simulators/read-states.js';
import { STATE } from '../../../lab/simulators/sitoo/records.js';

/** States of an order, as Sitoo and the WMS number them. */
export const SITOO = STATE;
export const WMS = STATUS;

/** Reads, each time again, what the counterparts hold of one order. */
export function counterpartStates(controls: Controls) {
  return {
    centra: async (number: string) => {
      const { orders } = await readCentraState(controls.centra);
      const found = orders.find((o) => String(o.number) === number);
      if (!found) throw new Error(`Centra has no order ${number}`);
      return found;
    },
    /** All fulfilments of a web order that Sitoo holds, one for each time one was placed there; not the mirrored orders. */
    sitoo: async (number: string) => {
      const { orders } = await readSitooState(controls.sitoo);
      return orders.filter((o) => readFulfilmentName(o.externalid ?? '')?.orderNumber === number);
    },
    till: async (orderId: string) => {
      const { orders } = await readSitooState(controls.sitoo);
      const found = orders.find((o) => String(o.orderid) === orderId);
      if (!found) throw new Error(`Sitoo has no order ${orderId}`);
      return found;
    },
    /** All orders that the WMS holds for a web or till order, back orders included. */
    wms: async (origin: 'centra' | 'sitoo', number: string) => {
      const { orders } = await readWmsState(controls.wms);
      return orders.filter((o) => o.orderNumber.startsWith(`${origin === 'centra' ? 'C' : 'S'}${number}-`));
    },
    /** How often each operation of a system has been called, faults included. */
    calls: async (system: keyof Controls) => (await readCallsOf(controls[system])).byOperation,
    /** What a simulator refused as against its contract. */
    refusals: async (system: keyof Controls) => (await readCallsOf(controls[system])).refusals,
  };
}
