import { type Readings, usualReadings } from './inferred-facts.js';

/** What the shop's staff have set up in Centra, as far as it matters here. A new world has none of it. */
export class ShopSettings {
  /** Safety stock of a warehouse, for all sizes. */
  readonly thresholds = new Map<number, number>();
  /** Safety stock of a variant, by SKU; overrides the warehouse's. */
  readonly offsets = new Map<string, number>();
  /** Refuses a batch without saying which item it was. */
  tightLipped = false;
  /** How the shop behaves where its documentation says nothing. */
  readings: Readings = usualReadings();
  /** What the lines of an order show that was cancelled as a whole: the quantities that it had, or none. */
  cancelledOrderQuantity: 'kept' | 'zero' = 'kept';
}

/** Takes over what is named; null takes a figure away. */
export function changeSettings(
  settings: ShopSettings,
  input: {
    readonly thresholds?: Readonly<Record<string, number | null>>;
    readonly offsets?: Readonly<Record<string, number | null>>;
    readonly tightLipped?: boolean;
    readonly readings?: Partial<Readings>;
    readonly cancelledOrderQuantity?: 'kept' | 'zero';
  },
): void {
  for (const [warehouse, units] of Object.entries(input.thresholds ?? {}))
    put(settings.thresholds, Number(warehouse), units);
  for (const [sku, units] of Object.entries(input.offsets ?? {})) put(settings.offsets, sku, units);
  settings.tightLipped = input.tightLipped ?? settings.tightLipped;
  settings.readings = { ...settings.readings, ...input.readings };
  settings.cancelledOrderQuantity = input.cancelledOrderQuantity ?? settings.cancelledOrderQuantity;
}

function put<K>(figures: Map<K, number>, key: K, units: number | null): void {
  if (units === null) figures.delete(key);
  else figures.set(key, units);
}
