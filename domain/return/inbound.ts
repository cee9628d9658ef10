import type { ReturnNumber, SitooItemId } from '../ids.js';

/** Goods of a refund that travel on to a warehouse. */
export interface InboundNotice {
  readonly refund: ReturnNumber;
  /** Our id of the warehouse. */
  readonly location: string;
  readonly lines: readonly { readonly line: SitooItemId; readonly sku: string; readonly quantity: number }[];
}

/** Announced goods as the warehouse shows them. */
export interface ShownInbound {
  readonly status: 'open' | 'received' | 'cancelled';
  readonly lines: readonly { readonly row: string; readonly received: number }[];
}

export interface Arrived {
  readonly missing: readonly { readonly sku: string; readonly quantity: number }[];
  /** The warehouse has finished with it: what is missing will not come. */
  readonly final: boolean;
}

/** What the announcement is called at the warehouse. */
export const inboundName = ({ refund, location }: InboundNotice): string => `RETURN-${refund}-${location}`;

/** What has arrived of announced goods. `shown`: undefined where the warehouse does not know the announcement. */
export function arrived(notice: InboundNotice, shown: ShownInbound | undefined): Arrived {
  const missing = notice.lines.flatMap(({ line, sku, quantity }) => {
    const received = shown?.lines.find(({ row }) => row === line)?.received ?? 0;
    return received < quantity ? [{ sku, quantity: quantity - received }] : [];
  });
  // The warehouse can show an announcement a moment before its lines: then nothing is final yet.
  const isReceived = shown?.status === 'received' && shown.lines.length > 0;
  return { missing, final: shown?.status === 'cancelled' || isReceived };
}
