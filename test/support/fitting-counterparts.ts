import type { Brand } from '../../domain/brand.js';
import { locationsOf } from '../../domain/locations.js';

/** Counterparts that fit a brand; a port's other methods are never called by the doctor. */
export function fittingCounterparts(brand: Pick<Brand, 'locations'>, skewMs = 200) {
  const centra = {
    warehouses: async () =>
      locationsOf(brand)
        .in('centra')
        .map((l) => ({
          id: l.centra,
          name: l.name,
          allocation: 'direct' as const,
          stockMaster: 'external' as const,
          active: true,
          threshold: 0,
        })),
    stockOffsets: async () => new Map<string, number>(),
    changedGoods: async () => ({ orders: [] }),
    productPage: async () => ({ rows: [], unreadable: [] }),
    clockSkewMs: () => skewMs,
    notes: () => ({ appVersions: [], deprecatedFields: [], deprecatedPermissions: [] }),
  };
  const sitoo = {
    warehouses: async () =>
      brand.locations.map((l) => ({ id: l.sitoo, name: l.name, virtual: l.kind === 'warehouse' })),
    settings: async () => ({ currency: 'SEK', pricesWithVat: true, timezone: 'Europe/Stockholm' }),
    vatGroups: async () => [{ id: 1, percent: 25, name: '' }],
    clockSkewMs: () => skewMs,
  };
  const wms = {
    warehouses: async () => [{ id: '1', name: 'DC' }],
    checkSettings: async (): Promise<string[]> => [],
    clockSkewMs: () => skewMs,
  };
  return { centra, sitoo, wms };
}
