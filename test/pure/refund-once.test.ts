import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { createWebReturnActivities } from '../../activities/returns/web-returns.js';
import type { PaymentKind, PaymentStatus } from '../../domain/order/web-order.js';
import type { RefundEntry, WebReturn } from '../../domain/return/web-return.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Records } from '../../systems/database/port.js';
import { asChange } from '../../systems/outgoing-change.js';
import { SystemProblem } from '../../systems/problem.js';
import { asId } from '../support/ids.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { testBrand } from '../support/web-order.js';

const CHANGE = { system: 'centra', operation: 'refundReturn' } as const;
const LOST = new SystemProblem({ kind: 'unknown-outcome', ...CHANGE, sentence: 'The connection broke.' });
const AFTER_ITS_END_MS = 600_000;

const entry = (kind: PaymentKind, status: PaymentStatus, amountMinor: number): RefundEntry => ({
  kind,
  status,
  amountMinor,
});
const GIFT_CARD = entry('gift-card-refund', 'success', 4_000);
const CARD = entry('refund', 'success', 6_000);
const CARD_FAILED = entry('failed-refund', 'failed', 6_000);

/** A web shop with a return of 100 that was paid by gift card and card. Each call adds entries; its answer is lost if wanted. */
function shop() {
  const { intents, wait } = intentsInMemory();
  const refunds: RefundEntry[] = [];
  const state = { calls: 0, adds: [] as RefundEntry[], isLost: true };
  const webReturn = (): WebReturn => ({
    id: asId(1),
    externalId: 'r-1',
    status: 'pending',
    order: asId(10045),
    shipment: asId(1),
    lines: [],
    currency: 'SEK',
    totalMinor: 10_000,
    returnedToStock: true,
    refunds: [...refunds],
  });
  const centra: Partial<CentraPort> = {
    returnsOf: async () => [webReturn()],
    refundReturn: () =>
      asChange(CHANGE, async (leaving) => {
        await leaving();
        state.calls += 1;
        refunds.push(...state.adds);
        if (state.isLost) throw LOST;
        return [...refunds];
      }),
  };
  const records: Partial<Records> = { intents };
  const needs: Partial<Dependencies> = {
    brand: testBrand(),
    centra: centra as CentraPort,
    records: records as Records,
  };
  const { refundReturn } = createWebReturnActivities(needs as Dependencies, {} as never);
  const refund = (known = { failures: 0, refundedMinor: 0 }) =>
    refundReturn({ number: asId(10045), name: 'r-1', ...known });
  return { state, wait, refund };
}

const unknown = { kind: 'unknown-outcome' } as const;
const BOTH_AMOUNTS = '40.00 SEK of 100.00 SEK was paid back.';

describe('a refund whose answer was lost', () => {
  it('A refund that moved nothing is asked for once more, after the first call has ended', async () => {
    const { state, wait, refund } = shop();
    await expect(refund()).rejects.toMatchObject(unknown);
    await expect(refund()).rejects.toMatchObject(unknown);
    expect(state.calls).toBe(1);
    wait(AFTER_ITS_END_MS);
    Object.assign(state, { adds: [GIFT_CARD, CARD], isLost: false });
    expect(await refund()).toEqual({ status: 'refunded', failures: 0, refundedMinor: 10_000 });
    expect(await refund()).toMatchObject({ status: 'refunded' });
    expect(state.calls).toBe(2);
  });

  it.each([0, AFTER_ITS_END_MS])(
    'A refund that paid a part is not asked for again unasked, %d ms later',
    async (ms) => {
      const { state, wait, refund } = shop();
      state.adds = [GIFT_CARD];
      await expect(refund()).rejects.toMatchObject(unknown);
      wait(ms);
      const part = { status: 'failed', failures: 0, refundedMinor: 4_000, why: BOTH_AMOUNTS };
      expect(await refund()).toEqual(part);
      wait(AFTER_ITS_END_MS);
      expect(await refund()).toEqual(part);
      expect(state.calls).toBe(1);
    },
  );

  it('A person who knows of the part that was paid lets the rest be asked for, once', async () => {
    const { state, wait, refund } = shop();
    state.adds = [GIFT_CARD];
    await expect(refund()).rejects.toMatchObject(unknown);
    const known = await refund();
    state.adds = [];
    await expect(refund(known)).rejects.toMatchObject(unknown);
    await expect(refund(known)).rejects.toMatchObject(unknown);
    expect(state.calls).toBe(2);
    wait(AFTER_ITS_END_MS);
    state.adds = [CARD_FAILED];
    await expect(refund(known)).rejects.toMatchObject(unknown);
    wait(AFTER_ITS_END_MS);
    const refused = await refund(known);
    expect(refused).toMatchObject({ status: 'failed', failures: 1, refundedMinor: 4_000, why: BOTH_AMOUNTS });
    expect(state.calls).toBe(3);
    state.adds = [CARD];
    await expect(refund(refused)).rejects.toMatchObject(unknown);
    expect(await refund(refused)).toMatchObject({ status: 'refunded', refundedMinor: 10_000 });
    expect(state.calls).toBe(4);
  });
});
