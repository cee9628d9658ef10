import type { SitooOrderId } from '../../domain/ids.js';
import { type FulfillingSystem, type OrderRef, tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import type { Corrections } from '../../domain/order/settings.js';
import type { StageOfOrder } from '../../systems/database/port.js';
import type { OrderReading } from '../../workflows/messages.js';
import type { Dependencies } from '../dependencies.js';
import type { StockRecorder } from '../stock/ingest/record-stock.js';
import { createOriginCancelling } from './cancel-at-origin.js';
import { createFulfilmentCancelling } from './cancel-fulfilment.js';
import { closeOnce } from './close-once.js';
import { createMoveActivities } from './find-alternative.js';
import { createPlacingActivities } from './place-fulfilment.js';
import { createFulfilmentReading } from './read-fulfilment.js';
import { type OrderReader, only } from './read-order.js';
import { originReader } from './read-origin.js';

type Needs = Pick<Dependencies, 'brand' | 'centra' | 'sitoo' | 'wms' | 'warehouses' | 'records'>;

/** Steps of an order at the counterparts. Personal data is fetched here and passed on; only ids and quantities go back. */
export function createOrderActivities(needs: Needs, reader: OrderReader, ledger: StockRecorder) {
  const { records } = needs;
  const origin = originReader(needs);
  const all = { ...needs, origin, reader, ledger };
  return {
    ...createPlacingActivities(all),
    ...createFulfilmentCancelling(all),
    ...createFulfilmentReading(all),
    ...createMoveActivities(all),
    ...createOriginCancelling(all),

    /** Reads an order again, with what people corrected applied. `pickers`: who is asked about SKUs; both when left out. */
    async readOrder(
      input: OrderRef & { corrections: Corrections; pickers?: readonly FulfillingSystem[] },
    ): Promise<OrderReading> {
      const readAt = Date.now();
      const { corrections } = input;
      return only(
        input.origin === 'centra'
          ? await reader.webReadings([await origin.web(webOrderNumber(input))], readAt, { corrections })
          : await reader.posReadings([await origin.pos(tillOrderNumber(input))], readAt, {
              corrections,
              readDeliveries: 'all',
            }),
      );
    },

    /** Closes a till order whose parcels have all left but whose last parcel was not known as such. */
    async closeTillOrder({ number }: { number: SitooOrderId }): Promise<{ closed: true }> {
      const order = await origin.pos(number);
      if (order.state === 'open') await closeOnce(needs, order.orderId);
      return { closed: true };
    },

    async recordOrderStage(input: StageOfOrder): Promise<void> {
      await records.orders.upsertOrder(input);
    },
  };
}

export type OrderActivities = ReturnType<typeof createOrderActivities>;
