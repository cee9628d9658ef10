import { describe, expect, it } from '@jest/globals';
import { warehouseAt } from '../../activities/warehouse-at.js';
import { ConfigurationProblem } from '../../config/configuration-problem.js';
import { readCounterparts } from '../../config/environment.js';
import { parseBrand } from '../../config/load-brand.js';
import { followersOf } from '../../domain/followers.js';
import { brandAt, keeperAt, namedWarehouses } from '../../domain/warehouse-systems.js';
import type { WarehousePort } from '../../systems/warehouse-port.js';

const FILE = `
brand: several
currency: SEK
couriers: { home: { delivery: home, carrier: Post, service: Home, wayOfDelivery: HOME } }
warehouse: { kind: ongoing }
warehouses: { outlet: { kind: file, ordersOfOthers: [WS-*] }, north: {} }
locations:
  - { id: store-01, kind: store, name: One, sitoo: 101 }
  - { id: dc, kind: warehouse, name: Central, sitoo: 109, wms: 7 }
  - { id: outlet, kind: warehouse, name: Outlet, sitoo: 110, wms: MAIN, warehouse: outlet }
  - { id: north, kind: warehouse, name: North, sitoo: 111, wms: 7, warehouse: north }
`;
const brand = parseBrand(FILE, 'several.yaml');

function faultsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (problem) {
    if (!(problem instanceof ConfigurationProblem)) throw problem;
    return problem.faults.map(({ where, sentence }) => `${where} ${sentence}`);
  }
}
const faultsWith = (from: string, to: string): string[] =>
  faultsOf(() => parseBrand(FILE.replace(from, to), 'several.yaml'));

describe('several warehouse systems in one brand', () => {
  it('Each sees the warehouses that are in it, under its own settings, and all stores', () => {
    const seen = (name: string | undefined) => brandAt(brand, name).locations.map(({ id }) => id);
    expect([undefined, 'outlet', 'north'].map(seen)).toEqual([
      ['store-01', 'dc'],
      ['store-01', 'outlet'],
      ['store-01', 'north'],
    ]);
    expect(brandAt(brand, 'outlet').warehouse).toMatchObject({ kind: 'file', ordersOfOthers: ['WS-*'] });
    expect(brandAt(brand, undefined).warehouse.kind).toBe('ongoing');
    expect(['store-01', 'dc', 'outlet'].map((id) => keeperAt(brand, id))).toEqual(['sitoo', 'wms', 'wms-outlet']);
    expect(followersOf(brand).filter((follower) => follower.startsWith('wms'))).toEqual([
      'wms',
      'wms-outlet',
      'wms-north',
    ]);
  });

  it('A location that left the file is in no system, so that nobody asks another one for its orders', () => {
    const ports = { wms: {} as WarehousePort, warehouses: new Map() };
    const left = { ...brand, locations: brand.locations.filter(({ id }) => id !== 'outlet') };
    expect(() => warehouseAt({ ...ports, brand: left }, 'outlet')).toThrow(
      'The brand file has no location outlet any more. Put it back, or move the fulfilment.',
    );
    expect(warehouseAt({ ...ports, brand: left }, 'dc')).toBe(ports.wms);
  });

  it('Places of two systems may have one name, and those of one system may not', () => {
    expect(brand.locations.map(({ wms }) => wms)).toEqual([undefined, '7', 'MAIN', '7']);
    expect(faultsWith('wms: MAIN, warehouse: outlet', "wms: '7', warehouse: north")).toContain(
      'locations[3].wms 7 is already the wms of locations[2]',
    );
  });

  it('A file is refused that names a system which it does not describe, has two by files, or none without a name', () => {
    expect(faultsWith('warehouse: north', 'warehouse: south')).toEqual([
      'warehouses.north no location is in it',
      'locations[3].warehouse warehouses has no south: describe it there',
    ]);
    expect(faultsWith('north: {}', 'north: { kind: file }')).toEqual([
      'warehouses.north.kind one warehouse of a brand can exchange files, not two',
    ]);
    expect(faultsWith('wms: 7 }', 'wms: 7, warehouse: north }')).toEqual([
      'warehouses describe the first warehouse system under warehouse, without a name',
      'locations[3].wms 7 is already the wms of locations[1]',
    ]);
    expect(faultsWith('sitoo: 101 }', 'sitoo: 101, warehouse: north }')).toEqual([
      'locations[0].warehouse a store is in no warehouse system',
    ]);
  });

  it('Each has variables of its own, and what is missing is named as a person sets it', () => {
    const env = { WMS_URL: 'https://wms.example/api/v1', WMS_USER: 'u', WMS_PASSWORD: 'p', WMS_GOODS_OWNER_ID: '1' };
    const read = (more: object) =>
      readCounterparts(new Set(['wms']), { ...env, ...more }, namedWarehouses(brand).toSorted());
    expect(
      faultsOf(() => read({ WMS_OUTLET_URL: 'file:///exchange', WMS_NORTH_URL: 'https://north.example' })),
    ).toEqual([
      expect.stringMatching(/^WMS_NORTH_USER /),
      expect.stringMatching(/^WMS_NORTH_PASSWORD /),
      expect.stringMatching(/^WMS_NORTH_GOODS_OWNER_ID /),
    ]);
    const north = { WMS_NORTH_USER: 'n', WMS_NORTH_PASSWORD: 'q', WMS_NORTH_GOODS_OWNER_ID: '2' };
    const all = read({ WMS_OUTLET_URL: 'file:///exchange', WMS_NORTH_URL: 'https://north.example', ...north });
    expect(all.wms?.goodsOwnerId).toBe(1);
    const twice = { WMS_OUTLET_URL: 'file:///exchange', ...north, WMS_NORTH_URL: env.WMS_URL };
    expect(faultsOf(() => read({ ...twice, WMS_NORTH_GOODS_OWNER_ID: '1' }))).toEqual([
      expect.stringMatching(/^WMS_NORTH_URL is the account of WMS_URL once more/),
    ]);
    expect(read(twice).warehouses).toMatchObject({ north: { goodsOwnerId: 2 } });
    expect(all.warehouses).toMatchObject({
      outlet: { url: 'file:///exchange' },
      north: { url: 'https://north.example', user: 'n', goodsOwnerId: 2 },
    });
  });
});
