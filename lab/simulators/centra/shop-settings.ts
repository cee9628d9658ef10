import { CENTRA_FACTS, type CentraReadings } from '../../../systems/centra/inferred-facts.js';
import { usualReadings } from '../../../systems/inferred-facts.js';

/** What the shop's staff have set up in Centra, as far as it matters here. A new world has none of it. */
export class ShopSettings {
  /** Safety stock of a warehouse, for all sizes. */
  readonly thresholds = new Map<number, number>();
  /** Safety stock of a variant, by SKU; overrides the warehouse's. */
  readonly offsets = new Map<string, number>();
  /** Refuses a batch without saying which item it was. */
  tightLipped = false;
  /** Our token has `Order.isLocked:write`. */
  mayEditLocked = false;
  /** What every answer says beside its data, e.g. which fields will be taken away. */
  extensions: Readonly<Record<string, unknown>> = {};
  /** How the shop behaves where its documentation says nothing. */
  readings: CentraReadings = usualReadings(CENTRA_FACTS);
}

/** Takes over what is named; null takes a figure away. */
export function changeSettings(
  settings: ShopSettings,
  input: {
    readonly thresholds?: Readonly<Record<string, number | null>>;
    readonly offsets?: Readonly<Record<string, number | null>>;
    readonly tightLipped?: boolean;
    readonly mayEditLocked?: boolean;
    readonly extensions?: Readonly<Record<string, unknown>>;
    readonly readings?: Partial<CentraReadings>;
  },
): void {
  for (const [warehouse, units] of Object.entries(input.thresholds ?? {}))
    put(settings.thresholds, Number(warehouse), units);
  for (const [sku, units] of Object.entries(input.offsets ?? {})) put(settings.offsets, sku, units);
  settings.extensions = input.extensions ?? settings.extensions;
  settings.tightLipped = input.tightLipped ?? settings.tightLipped;
  settings.mayEditLocked = input.mayEditLocked ?? settings.mayEditLocked;
  settings.readings = { ...settings.readings, ...input.readings };
}

function put<K>(figures: Map<K, number>, key: K, units: number | null): void {
  if (units === null) figures.delete(key);
  else figures.set(key, units);
}
