import { describe, expect, it } from '@jest/globals';
import {
  type CentraLineId,
  type CentraOrderNumber,
  type CentraShipmentId,
  type CentraWarehouseId,
  compareIds,
  isHigher,
  parseCentraNumber,
  parseId,
  parseName,
  type SitooItemId,
  type SitooOrderId,
  type SitooWarehouseId,
  type WmsOrderId,
  type WmsWarehouseId,
} from '../../domain/ids.js';
import { type OrderRef, storeOrderOf, tillOrderNumber, webOrderNumber } from '../../domain/order/order-ref.js';
import { asId } from '../support/ids.js';

type Fits<A, B> = [A] extends [B] ? true : false;

const web: OrderRef = { origin: 'centra', number: asId('10045') };
const till: OrderRef = { origin: 'sitoo', number: asId('77') };

describe('ids of the counterparts', () => {
  // The compiler judges these lines: `npm run types` fails when one id may stand for another.
  it('An id of one kind cannot stand for an id of another, whatever they look like', () => {
    const centraForSitoo: Fits<CentraOrderNumber, SitooOrderId> = false;
    const sitooForCentra: Fits<SitooOrderId, CentraOrderNumber> = false;
    const shipmentForOrder: Fits<CentraShipmentId, CentraOrderNumber> = false;
    const lineForItem: Fits<CentraLineId, SitooItemId> = false;
    const wmsOrderForStore: Fits<WmsOrderId, SitooOrderId> = false;
    const centraWarehouseForSitoo: Fits<CentraWarehouseId, SitooWarehouseId> = false;
    const sitooWarehouseForWms: Fits<SitooWarehouseId, WmsWarehouseId> = false;
    const textForId: Fits<string, CentraOrderNumber> = false;
    const idForText: Fits<CentraOrderNumber, string> = true;
    expect([
      [centraForSitoo, sitooForCentra, shipmentForOrder, lineForItem, wmsOrderForStore],
      [centraWarehouseForSitoo, sitooWarehouseForWms, textForId],
      idForText,
    ]).toEqual([[false, false, false, false, false], [false, false, false], true]);
  });

  it('Only digits are read as an id', () => {
    expect(parseId('10045')).toBe('10045');
    for (const text of [undefined, '', ' 1', '1.0', '-1', '1e3', '#3', '0x10', '1'.repeat(16), '1'.repeat(40)])
      expect(parseId(text)).toBeUndefined();
  });

  it('The number of a web order is read only when Centra takes it', () => {
    expect(parseCentraNumber('2147483647')).toBe('2147483647');
    for (const text of [undefined, '', '2147483648', '1'.repeat(15), '-1'])
      expect(parseCentraNumber(text)).toBeUndefined();
  });

  it('A name is read when it can be stored, printed and looked up', () => {
    for (const text of ['C10045-1', 'Krage, blå 38', '🧢', 'a'.repeat(128)]) expect(parseName(text)).toBe(text);
    expect(parseName(9001)).toBe('9001');
    for (const odd of ['', 'a\0b', 'a\nb', '\ud800', 'a'.repeat(129), 1.5, 1e300, Number.NaN, null, {}, undefined])
      expect(parseName(odd)).toBeUndefined();
  });

  it('Ids are sorted by their number, not by their letters', () => {
    const ids = ['100', '9', '10', '99', '9'].map((id) => asId<SitooOrderId>(id));
    expect(ids.toSorted(compareIds)).toEqual(['9', '9', '10', '99', '100']);
    expect(isHigher(asId<SitooOrderId>('10'), asId<SitooOrderId>('9'))).toBe(true);
    expect(isHigher(asId<SitooOrderId>('9'), asId<SitooOrderId>('9'))).toBe(false);
  });
});

describe('orders by their origin', () => {
  it('The number of an order is read as that of the origin where it was placed', () => {
    expect(webOrderNumber(web)).toBe('10045');
    expect(tillOrderNumber(till)).toBe('77');
  });

  it('An order of one origin is refused where an order of the other is meant', () => {
    expect(() => webOrderNumber(till)).toThrow('Order 77 was placed at a till, not in the web shop.');
    expect(() => tillOrderNumber(web)).toThrow('Order 10045 was placed in the web shop, not at a till.');
  });

  it('An order of a warehouse is refused where an order of the tills is meant', () => {
    expect(storeOrderOf({ system: 'sitoo', ref: asId('5001') })).toBe('5001');
    expect(() => storeOrderOf({ system: 'wms', ref: asId('8') })).toThrow('Order 8 is an order of a warehouse.');
  });
});
