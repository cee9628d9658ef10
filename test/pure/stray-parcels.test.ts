import { describe, expect, it } from '@jest/globals';
import type { LineId } from '../../domain/ids.js';
import type { FulfilmentStage, Parcel, ReportedProgress } from '../../domain/order/fulfilment.js';
import { settingsFor } from '../../domain/order/settings-of-brand.js';
import type { Cases } from '../../workflows/cases/raise.js';
import { addFulfilment } from '../../workflows/order/fulfilments.js';
import { applyProgress } from '../../workflows/order/intake.js';
import { openOrder } from '../../workflows/order/order-state.js';
import { askAboutStrayParcels } from '../../workflows/order/stray-parcels.js';
import { asId } from '../support/ids.js';
import { orderFacts } from '../support/order-facts.js';
import { testBrand } from '../support/web-order.js';

const line = asId<LineId>('11');
const parcel = (ref: string, quantity: number): Parcel => ({ ref, lines: [{ line, quantity }], packages: 1 });
const sent = (ref: string, ...parcels: readonly Parcel[]): ReportedProgress => ({
  fulfilment: 1,
  ref,
  stage: 'sent',
  picked: [],
  parcels,
  final: true,
  backOrder: ref !== 'w1',
});

/** A fulfilment of two units that has come to a stage, of which a unit may have been cancelled. */
function fulfilmentIn(stage: FulfilmentStage, { cancelled = 0 } = {}) {
  const order = openOrder({ brand: 'test', facts: orderFacts({ lines: [] }), settings: settingsFor(testBrand()) });
  const fulfilment = addFulfilment(order, { location: 'dc', lines: [{ line, quantity: 2 }] });
  const asked: string[] = [];
  const cases: Pick<Cases, 'raise'> = {
    raise: async ([first]) => {
      asked.push(first.sentence);
      return { caseId: '1', answer: 'skip', by: 'Kim' };
    },
  };
  fulfilment.stage = stage;
  if (cancelled > 0) fulfilment.cancelledUnits = [{ line, quantity: cancelled }];
  return {
    asked,
    report(progress: ReportedProgress): void {
      askAboutStrayParcels({ order, cases: cases as Cases }, progress);
      applyProgress(order, progress);
    },
  };
}

describe('goods that leave of a fulfilment that is settled', () => {
  it.each(['cancelled', 'moved'] as const)(
    'Goods of a fulfilment that was %s are asked about, each parcel once',
    (stage) => {
      const { asked, report } = fulfilmentIn(stage);
      for (let times = 0; times < 2; times += 1) report(sent('w1', parcel('p1', 2)));
      expect(asked).toEqual(['dc sent goods of fulfilment 1, which had been cancelled there or moved away.']);
    },
  );

  it('A back order that is sent for a unit that was cancelled is asked about', () => {
    const { asked, report } = fulfilmentIn('sent', { cancelled: 1 });
    report(sent('w1', parcel('p1', 1)));
    expect(asked).toEqual([]);
    report(sent('w2', parcel('p2', 1)));
    expect(asked).toEqual(['dc sent goods of fulfilment 1, and more than was still to be sent of it.']);
  });

  it.each([
    ['its waybill comes later', sent('w1', { ...parcel('p1', 2), trackingNumber: 'T' })],
    ['its parcel shows under another id', sent('w1', parcel('p9', 2))],
  ])('Nobody is asked about a fulfilment that was sent as a whole when %s', (_, later) => {
    const { asked, report } = fulfilmentIn('sent');
    report(sent('w1', parcel('p1', 2)));
    report(later);
    expect(asked).toEqual([]);
  });
});
