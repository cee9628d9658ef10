import { locationsOf } from '../../domain/locations.js';
import { type Arrived, arrived, type InboundNotice, inboundName } from '../../domain/return/inbound.js';
import type { AnnouncedGoods } from '../../systems/warehouse-port.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';
import { warehouseAt } from '../warehouse-at.js';

/** Announces goods to the warehouse they travel on to, and compares what it received. */
export function createInboundActivities(needs: Pick<Dependencies, 'brand' | 'wms' | 'warehouses' | 'records'>) {
  const { brand } = needs;
  return {
    /** Announces goods under a name of their own, so a repeat changes nothing. Throws `rejected`. */
    async announceInbound(inboundNotice: InboundNotice): Promise<{ ref: string }> {
      const { wms: warehouse } = locationsOf(brand).get(inboundNotice.location);
      const wms = warehouseAt(needs, inboundNotice.location);
      const name = inboundName(inboundNotice);
      return runOnce(needs, {
        key: `announce/${brand.brand}/${name}`,
        system: 'wms',
        lookUp: async () => {
          const [announced] = await wms.announcedGoods([name]);
          return announced && isAnnounced(inboundNotice, announced) ? { ref: announced.ref } : undefined;
        },
        act: () =>
          wms.announceGoods({
            name,
            ...(warehouse === undefined ? {} : { warehouse }),
            lines: inboundNotice.lines.map(({ line, sku, quantity }) => ({ row: line, sku, quantity })),
            returnType: true,
          }),
        overwrites: true,
      });
    },

    async readInbound(inboundNotice: InboundNotice): Promise<Arrived> {
      const wms = warehouseAt(needs, inboundNotice.location);
      const [announced] = await wms.announcedGoods([inboundName(inboundNotice)]);
      return arrived(inboundNotice, announced);
    },
  };
}

/** The warehouse expects exactly these goods under this name. */
function isAnnounced({ lines }: InboundNotice, announced: AnnouncedGoods): boolean {
  const inOrder = (units: readonly (readonly [string, number])[]): string => JSON.stringify(units.toSorted());
  return (
    announced.status !== 'cancelled' &&
    inOrder(lines.map(({ sku, quantity }) => [sku, quantity])) ===
      inOrder(announced.lines.map(({ sku, announced: quantity }) => [sku, quantity]))
  );
}
