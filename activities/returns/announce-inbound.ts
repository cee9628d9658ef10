import { locationsOf } from '../../domain/locations.js';
import { type Arrived, arrived, type InboundNotice, inboundName } from '../../domain/return/inbound.js';
import type { Dependencies } from '../dependencies.js';
import { runOnce } from '../idempotent.js';

/** Announces goods to the warehouse they travel on to, and compares what it received. */
export function createInboundActivities(needs: Pick<Dependencies, 'brand' | 'wms' | 'records'>) {
  const { brand, wms } = needs;
  return {
    /** Announces goods under a name of their own, so a repeat changes nothing. Throws `rejected`. */
    async announceInbound(inboundNotice: InboundNotice): Promise<{ ref: string }> {
      const { wms: warehouse } = locationsOf(brand).get(inboundNotice.location);
      const name = inboundName(inboundNotice);
      return runOnce(needs, {
        key: `announce/${brand.brand}/${name}`,
        system: 'wms',
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
      const [announced] = await wms.announcedGoods([inboundName(inboundNotice)]);
      return arrived(inboundNotice, announced);
    },
  };
}
