import { describe, expect, it } from '@jest/globals';
import { loadBrand } from '../../config/load-brand.js';
import { locationsOf } from '../../domain/locations.js';
import { centraWarehouse, sitooWarehouse } from '../support/ids.js';

const brand = loadBrand('config/example.brand.yaml');
const locations = locationsOf(brand);

describe('the directory of locations', () => {
  it('The directory finds a location by our id and by the id of each counterpart', () => {
    const dc = locations.byId('dc');
    expect(dc?.name).toBe('Central warehouse');
    expect([
      locations.byCentra(centraWarehouse(9)),
      locations.bySitoo(sitooWarehouse(109)),
      locations.get('dc'),
    ]).toEqual(Array.from({ length: 3 }, () => dc));
  });

  it('The directory has no answer for what the brand file does not name', () => {
    expect([
      locations.byId('store-99'),
      locations.byCentra(centraWarehouse(12)),
      locations.bySitoo(sitooWarehouse(9)),
      locations.bySitoo(undefined),
    ]).toEqual([undefined, undefined, undefined, undefined]);
    expect(() => locations.get('store-99')).toThrow('The brand file has no location store-99 any more.');
  });

  it('The directory lists stores and warehouses in the order of the brand file', () => {
    expect(locations.ofKind('warehouse').map(({ id }) => id)).toEqual(['dc']);
    expect(locations.ofKind('store').map(({ id }) => id)).toEqual(
      Array.from({ length: 8 }, (_, i) => `store-0${i + 1}`),
    );
  });

  it('The directory is made once per brand', () => {
    expect(locationsOf(brand)).toBe(locations);
    expect(locationsOf({ locations: [] }).byId('dc')).toBeUndefined();
  });
});
