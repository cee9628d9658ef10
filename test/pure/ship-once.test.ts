import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { shipOnce } from '../../activities/orders/ship-once.js';
import type { WebPayment, WebShipment } from '../../domain/order/web-order.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { OrderStore, Records } from '../../systems/database/port.js';
import { asChange } from '../../systems/outgoing-change.js';
import { SystemProblem } from '../../systems/problem.js';
import { asId } from '../support/ids.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { testBrand, webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

const CHANGE = { system: 'centra', operation: 'createShipment' } as const;
const LOST = new SystemProblem({ kind: 'unknown-outcome', ...CHANGE, sentence: 'The connection broke.' });

/** A web shop whose next call of `createShipment` does what the test says. */
function shop() {
  const { intents, wait } = intentsInMemory();
  const shipments: WebShipment[] = [];
  const payments: WebPayment[] = [];
  const state = { calls: 0, fate: async (): Promise<WebShipment> => make(1) };
  function make(id: number, changes: Partial<WebShipment> = {}): WebShipment {
    const made = webShipment(id, 1, changes);
    shipments.push(made);
    return made;
  }
  const centra: Partial<CentraPort> = {
    order: async () => webOrder({ shipments: [...shipments], payments: [...payments] }),
    createShipment: () =>
      asChange(CHANGE, async (leaving) => {
        await leaving();
        state.calls += 1;
        return { shipment: await state.fate() };
      }),
  };
  const orders: Partial<OrderStore> = { fulfilments: async () => [] };
  const records: Partial<Records> = { intents, orders: orders as OrderStore };
  const needs: Partial<Dependencies> = {
    brand: testBrand(),
    centra: centra as CentraPort,
    records: records as Records,
  };
  const ship = (fulfilment: number) =>
    shipOnce(needs as Dependencies, {
      number: asId(10045),
      fulfilment,
      nth: 1,
      lines: [{ line: asId(11), quantity: 1 }],
    });
  return { state, make, payments, wait, ship };
}

const unknown = { kind: 'unknown-outcome' } as const;
const lost = async (): Promise<WebShipment> => {
  throw LOST;
};

describe('two fulfilments with equal lines', () => {
  it('A fulfilment whose answer was lost does not take the shipment that another one has just made', async () => {
    const { state, make, wait, ship } = shop();
    state.fate = lost;
    await expect(ship(1)).rejects.toMatchObject(unknown);
    // The second one's shipment exists, and its answer is still on its way.
    let answer = () => {};
    state.fate = () =>
      new Promise((resolve) => {
        const made = make(2);
        answer = () => resolve(made);
      });
    const second = ship(2);
    await new Promise(setImmediate);
    await expect(ship(1)).rejects.toMatchObject(unknown);
    answer();
    expect((await second).id).toBe('2');
    // The first one's effect comes late.
    await expect(ship(1)).rejects.toMatchObject(unknown);
    make(3);
    expect((await ship(1)).id).toBe('3');
    wait(600_000);
    expect([(await ship(1)).id, (await ship(2)).id, state.calls]).toEqual(['3', '2', 2]);
  });

  it('Fulfilments that look for equal shipments side by side find one each', async () => {
    const { state, make, wait, ship } = shop();
    state.fate = lost;
    for (const fulfilment of [1, 2]) await expect(ship(fulfilment)).rejects.toMatchObject(unknown);
    make(7);
    make(8);
    wait(600_000);
    const found = await Promise.all([ship(1), ship(2)]);
    expect(found.map(({ id }) => id).sort()).toEqual(['7', '8']);
    expect(state.calls).toBe(2);
  });
});

describe('the money of a shipment whose answer was lost', () => {
  const open = { isPaid: false, isCaptured: false } as const;

  it('The money of a found shipment is judged only once its call has ended', async () => {
    const { state, make, wait, ship } = shop();
    state.fate = lost;
    await expect(ship(1)).rejects.toMatchObject(unknown);
    make(1, open);
    await expect(ship(1)).rejects.toMatchObject(unknown);
    wait(600_000);
    expect(await ship(1)).toEqual({ id: '1', status: 'none', failures: 0, mustBeMarkedPaid: false });
    expect(state.calls).toBe(1);
  });

  it('The money of a found shipment is pending while the payment history shows a request without an answer', async () => {
    const { state, make, payments, ship } = shop();
    state.fate = lost;
    await expect(ship(1)).rejects.toMatchObject(unknown);
    make(1, open);
    payments.push({ kind: 'capture-request', status: 'pending', amountMinor: 100 });
    expect(await ship(1)).toEqual({ id: '1', status: 'pending', failures: 0, mustBeMarkedPaid: false });
    payments.push({ kind: 'failed-capture', status: 'failed', amountMinor: 100 });
    expect(await ship(1)).toMatchObject({ status: 'failed', failures: 1 });
  });
});
