import {
  type CentraLineId,
  type CentraShipmentId,
  type CentraShipmentLineId,
  isPosted,
  type ReturnNumber,
  type SitooItemId,
} from '../ids.js';
import type { Condition } from './condition.js';
import type { RefundLine } from './till-refund.js';

/** A shipment as far as goods can come back from it. */
export interface ReturnableShipment {
  readonly id: CentraShipmentId;
  readonly isShipped: boolean;
  readonly lines: readonly {
    readonly shipmentLine: CentraShipmentLineId;
    readonly orderLine: CentraLineId;
    readonly sku: string;
    readonly quantity: number;
    readonly returned: number;
  }[];
}

/** A refund row, and the line of the web order that it takes back where that is known. */
export type WantedLine = Pick<
  RefundLine,
  'line' | 'sku' | 'quantity' | 'condition' | 'forwardTo' | 'restockAt' | 'orderLine'
>;

/** One return at the web shop: it belongs to one shipment, and has one policy for the stock of all its lines. */
export interface PlannedReturn {
  /** Our name of it (`externalId`): the refund, and a count when one refund needs several. */
  readonly name: string;
  readonly shipment: CentraShipmentId;
  readonly condition: Condition;
  /** Our id of the warehouse to which the goods travel on. */
  readonly forwardTo?: string;
  /** Our id of another store than that of the till, which took the goods into its stock. */
  readonly restockAt?: string;
  readonly lines: readonly {
    readonly shipmentLine: CentraShipmentLineId;
    readonly sku: string;
    readonly quantity: number;
  }[];
}

export interface AssignedUnits {
  readonly returns: readonly PlannedReturn[];
  /** Units that no shipment has left to return. */
  readonly beyond: readonly { readonly line: SitooItemId; readonly sku: string; readonly quantity: number }[];
}

/** Whether its goods enter the stock of the store that took them: only what can be sold there does. */
export const isRestocked = ({ condition, forwardTo }: Pick<PlannedReturn, 'condition' | 'forwardTo'>): boolean =>
  condition === 'resellable' && forwardTo === undefined;

/** Name of the n-th return of a refund, n from 1. */
export function returnName(refund: ReturnNumber, n: number): string {
  const name = isPosted(refund) ? refund : `sitoo-${refund}`;
  return n === 1 ? name : `${name}-${n}`;
}

/**
 * Finds what a refund takes back: units that were shipped and have not come back yet, of the very line where the till named
 * it, else of the same SKU, the oldest shipment first. It never returns a unit twice.
 */
export function assignToShipments(
  refund: ReturnNumber,
  wanted: readonly WantedLine[],
  shipments: readonly ReturnableShipment[],
): AssignedUnits {
  const left = new Map<CentraShipmentLineId, number>();
  for (const { isShipped, lines } of shipments)
    for (const l of lines) left.set(l.shipmentLine, isShipped ? Math.max(0, l.quantity - l.returned) : 0);

  const groups = new Map<string, Omit<PlannedReturn, 'name' | 'lines'> & { lines: PlannedReturn['lines'][number][] }>();
  const beyond: AssignedUnits['beyond'][number][] = [];
  for (const { line, sku, quantity, condition, forwardTo, restockAt, orderLine } of wanted) {
    let missing = quantity;
    for (const { id: shipment, lines } of shipments) {
      for (const candidate of lines) {
        const fits = orderLine === undefined ? candidate.sku === sku : candidate.orderLine === orderLine;
        const units = Math.min(missing, left.get(candidate.shipmentLine) ?? 0);
        if (!fits || units === 0) continue;
        left.set(candidate.shipmentLine, (left.get(candidate.shipmentLine) ?? 0) - units);
        missing -= units;
        const key = `${shipment} ${condition} ${forwardTo ?? ''} ${restockAt ?? ''}`;
        const goesTo = { ...(forwardTo ? { forwardTo } : {}), ...(restockAt ? { restockAt } : {}) };
        const group = groups.get(key) ?? { shipment, condition, ...goesTo, lines: [] };
        addLine(group.lines, { shipmentLine: candidate.shipmentLine, sku: candidate.sku, quantity: units });
        groups.set(key, group);
      }
    }
    if (missing > 0) beyond.push({ line, sku, quantity: missing });
  }
  return { returns: [...groups.values()].map((group, i) => ({ name: returnName(refund, i + 1), ...group })), beyond };
}

type Line = PlannedReturn['lines'][number];

function addLine(lines: Line[], { shipmentLine, sku, quantity }: Line): void {
  const known = lines.findIndex((l) => l.shipmentLine === shipmentLine);
  const before = lines[known]?.quantity ?? 0;
  if (known >= 0) lines.splice(known, 1);
  lines.push({ shipmentLine, sku, quantity: before + quantity });
}
