import { locationsOf } from '../../domain/locations.js';
import type { Dependencies } from '../dependencies.js';

/** Goods of a refund that travel on to a warehouse. */
export interface InboundNotice {
  readonly refund: string;
  /** Our id of the warehouse. */
  readonly location: string;
  readonly lines: readonly { readonly line: string; readonly sku: string; readonly quantity: number }[];
}

export interface Arrived {
  readonly missing: readonly { readonly sku: string; readonly quantity: number }[];
  /** The warehouse has finished with it: what is missing will not come. */
  readonly final: boolean;
}

const nameOf = ({ refund, location }: InboundNotice): string => `RETURN-${refund}-${location}`;

/** Telling a warehouse which goods come, and comparing what it received. */
export function createInboundActivities({ brand, wms }: Pick<Dependencies, 'brand' | 'wms'>) {
  return {
    /** Advises goods under a name of their own, so a repeat changes nothing. Throws `rejected`. */
    async announceInbound(inboundNotice: InboundNotice): Promise<{ ref: string }> {
      const { wms: warehouse } = locationsOf(brand).get(inboundNotice.location);
      return wms.announceGoods({
        name: nameOf(inboundNotice),
        ...(warehouse === undefined ? {} : { warehouse }),
        lines: inboundNotice.lines.map(({ line, sku, quantity }) => ({ row: line, sku, quantity })),
        returnType: true,
      });
    },

    async readInbound(inboundNotice: InboundNotice): Promise<Arrived> {
      const [found] = await wms.advised([nameOf(inboundNotice)]);
      // The WMS can show the purchase order a moment before its lines.
      const shown = found !== undefined && found.lines.length > 0;
      const missing = inboundNotice.lines.flatMap(({ line, sku, quantity }) => {
        const received = found?.lines.find((l) => l.row === line)?.received ?? 0;
        return received < quantity ? [{ sku, quantity: quantity - received }] : [];
      });
      return { missing, final: found?.status === 'cancelled' || (shown && found.status === 'received') };
    },
  };
}
