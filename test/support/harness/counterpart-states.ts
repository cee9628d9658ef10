import { z } from 'zod';
import { readFulfilmentName } from '../../../domain/names.js';
import type { Controls } from '../../../lab/simulators/control.js';

/** The simulators' own books, as far as orders are judged by them. */
const centraState = z.object({
  orders: z.array(
    z.object({
      number: z.number(),
      status: z.string(),
      isOnHold: z.boolean(),
      totalMinor: z.number(),
      lines: z.array(
        z.object({
          id: z.number(),
          sku: z.string(),
          quantity: z.number(),
          cancelledQuantity: z.number(),
          shippedQuantity: z.number(),
          allocations: z.array(z.object({ warehouse: z.number(), quantity: z.number() })),
        }),
      ),
      shipments: z.array(
        z.object({
          id: z.number(),
          isShipped: z.boolean(),
          isCaptured: z.boolean(),
          trackingNumber: z.string().nullish(),
          carrier: z.string().nullish(),
          service: z.string().nullish(),
          lines: z.array(z.object({ line: z.number(), quantity: z.number() })),
        }),
      ),
      payments: z.array(z.object({ entryType: z.string(), status: z.string(), valueMinor: z.number() })),
    }),
  ),
});

const sitooState = z.object({
  orders: z.array(
    z.object({
      orderid: z.number(),
      externalid: z.string().nullable(),
      state: z.number(),
      location: z.string().nullable(),
      items: z.array(z.object({ sku: z.string(), quantity: z.number(), delivered: z.number() })),
      deliveries: z.array(
        z.object({
          reference: z.string(),
          sent: z.boolean(),
          cancelled: z.boolean(),
          items: z.array(z.object({ itemId: z.number(), quantity: z.number() })),
        }),
      ),
    }),
  ),
});

const wmsState = z.object({
  orders: z.array(
    z.object({
      orderNumber: z.string(),
      orderId: z.number(),
      status: z.number(),
      backOrderFor: z.number().optional(),
      waybill: z.string().nullable(),
      wayOfDelivery: z.string().nullable(),
      lines: z.array(z.object({ sku: z.string(), ordered: z.number(), picked: z.number() })),
    }),
  ),
});

const calls = z.object({ byOperation: z.record(z.string(), z.number()), refusals: z.array(z.string()) });

/** Sitoo's states of an order. */
export const SITOO = { open: 0, closed: 10, cancelled: 20 } as const;
/** The WMS's states of an order. */
export const WMS = { open: 200, picked: 400, sent: 450, cancelled: 1000 } as const;

/** Reads the three sets of books anew each time. */
export function openStates(controls: Controls) {
  const centra = async (number: string) => {
    const { orders } = await controls.centra.read('books', centraState);
    const found = orders.find((o) => String(o.number) === number);
    if (!found) throw new Error(`Centra's books have no order ${number}`);
    return found;
  };
  return {
    centra,
    /** All parts of a web order that Sitoo holds, one for each time one was placed there; not what was only made known to it. */
    sitoo: async (number: string) => {
      const { orders } = await controls.sitoo.read('books', sitooState);
      return orders.filter((o) => readFulfilmentName(o.externalid ?? '')?.orderNumber === number);
    },
    till: async (orderId: string) => {
      const { orders } = await controls.sitoo.read('books', sitooState);
      const found = orders.find((o) => String(o.orderid) === orderId);
      if (!found) throw new Error(`Sitoo's books have no order ${orderId}`);
      return found;
    },
    /** All orders that the WMS holds for a web or till order, back orders included. */
    wms: async (origin: 'centra' | 'sitoo', number: string) => {
      const { orders } = await controls.wms.read('books', wmsState);
      return orders.filter((o) => o.orderNumber.startsWith(`${origin === 'centra' ? 'C' : 'S'}${number}-`));
    },
    /** How often each operation of a system has been called, faults included. */
    calls: async (system: keyof Controls) => (await controls[system].read('calls', calls)).byOperation,
    /** What a simulator refused as against its contract. */
    refusals: async (system: keyof Controls) => (await controls[system].read('calls', calls)).refusals,
  };
}

export type CounterpartStates = ReturnType<typeof openStates>;
