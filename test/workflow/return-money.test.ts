import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/client';
import { payerOf } from '../../domain/return/payer.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import { asId } from '../support/ids.js';
import { type Answer, type ScriptedRun, startScriptedWorker } from '../support/scripted/scripted-worker.js';
import { ofReturn, RETURN_SETTINGS, refund } from '../support/scripted/scripts.js';
import { until } from '../support/until.js';

let worker: Awaited<ReturnType<typeof startScriptedWorker>>;
beforeAll(async () => {
  worker = await startScriptedWorker('return-money');
});
afterAll(() => worker?.close());

/** What a receipt of goods for 1.00 can look like, by who has paid the customer when the till is done. */
const RECEIPTS = {
  'money over the counter': { paidOutMinor: 100, virtualMinor: 0 },
  'goods of the same value in exchange': { paidOutMinor: 100, virtualMinor: 0, inExchangeFor: asId<never>('901') },
  'marked as paid elsewhere': { paidOutMinor: 0, virtualMinor: 100 },
  'no payment': { paidOutMinor: 0, virtualMinor: 0 },
  'an exchange on another receipt': { paidOutMinor: 0, virtualMinor: 100, inExchangeFor: asId<never>('901') },
  'its value both ways': { paidOutMinor: 100, virtualMinor: 100 },
} as const satisfies Record<string, Partial<TillRefund>>;
const RULES = ['till-pays-out', 'original-payment'] as const;
/** How the payment provider answers the calls and the looks that follow, one after the other. */
const TIMINGS = {
  'pays immediately': ['refunded'],
  'pays later': ['pending', 'refunded'],
  'refuses, and pays when it is asked again': ['failed', 'refunded'],
  'refuses later, and pays when it is asked again': ['pending', 'failed', 'refunded'],
  'pays, and its answer is lost': ['lost'],
} as const;
/** What finance finds out where the receipt says nothing: the customer has the money, or the web shop shall pay. */
const FOUND = ['skip', 'pay-original'] as const;

type Receipt = keyof typeof RECEIPTS;
type Timing = keyof typeof TIMINGS;
interface Played {
  readonly receipt: Receipt;
  readonly rule: (typeof RULES)[number];
  readonly timing: Timing;
  readonly found: (typeof FOUND)[number];
}
const taken = (receipt: Receipt): TillRefund => ({ ...refund(), ...RECEIPTS[receipt] });

const rows: Played[] = RULES.flatMap((rule) =>
  (Object.keys(RECEIPTS) as Receipt[]).flatMap((receipt) => {
    const payer = payerOf(taken(receipt), rule);
    // Only what plays a part is varied.
    const timings = (Object.keys(TIMINGS) as Timing[]).slice(0, payer === 'till' ? 1 : undefined);
    const found = FOUND.slice(0, payer === 'unclear' ? undefined : 1);
    return timings.flatMap((timing) => found.map((one) => ({ receipt, rule, timing, found: one })));
  }),
);

/** A web shop whose payment provider follows a timing, and counts what it has paid. */
function paying(timing: Timing) {
  const left: string[] = [...TIMINGS[timing]];
  let [paidMinor, failures] = [0, 0];
  const next = () => {
    const status = left.shift() ?? 'refunded';
    if (status === 'refunded' || status === 'lost') paidMinor += 100;
    if (status === 'failed') failures += 1;
    if (status === 'lost') throw ApplicationFailure.retryable('Whether it was paid is not known.', 'unknown-outcome');
    return { status, failures, refundedMinor: paidMinor };
  };
  const settled = () => ({ status: 'refunded', failures, refundedMinor: paidMinor });
  return {
    paidMinor: () => paidMinor,
    // The step itself looks before it asks again: what was paid is found.
    answers: { refundReturn: () => (paidMinor > 0 ? settled() : next()), readRefundStatus: next },
  };
}

/** Answers every case of a return until it has ended. @returns the codes of the cases */
async function answered(run: ScriptedRun, answers: Readonly<Record<string, string>>): Promise<string[]> {
  const codes: string[] = [];
  const seen = new Set<string>();
  const over = run.handle.result().then(() => true);
  const waiting = { withinMs: 100_000, everyMs: 100, what: `the end of ${run.handle.workflowId}` };
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  await until(async () => {
    for (const { caseId, code } of run.openCases().filter((open) => !seen.has(open.caseId))) {
      seen.add(caseId);
      codes.push(code);
      const input = { caseId, answer: answers[code] ?? 'retry', by: 'Kim' };
      await run.handle.executeUpdate('resolveCase', { args: [input] });
    }
    return isOver;
  }, waiting);
  return codes;
}

async function play({ receipt, rule, timing, found }: Played): Promise<string> {
  const shop = paying(timing);
  const input = { refund: taken(receipt), settings: { ...RETURN_SETTINGS, refund: rule } };
  const run = await worker.play(ofReturn(shop.answers, undefined, input));
  const codes = await answered(run, { 'return.payer-unclear': found });
  return `shop paid ${shop.paidMinor()}, ${run.calls('completeReturn')} completed, asked ${codes.join(', ') || 'nothing'}`;
}

function expected({ receipt, rule, timing, found }: Played): string {
  const payer = payerOf(taken(receipt), rule);
  const paysShop = payer === 'web-shop' || (payer === 'unclear' && found === 'pay-original');
  const codes = [
    ...(payer === 'unclear' ? ['return.payer-unclear'] : []),
    ...(paysShop && timing.includes('refuses') ? ['return.refund-failed'] : []),
  ];
  return `shop paid ${paysShop ? 100 : 0}, 1 completed, asked ${codes.join(', ') || 'nothing'}`;
}

describe('the money of returned goods', () => {
  it('Whoever pays, and whenever the payment provider answers, money moves once, and only where the till has not paid', async () => {
    const outcomes = await Promise.all(rows.map(async (row) => [JSON.stringify(row), await play(row)]));
    expect(outcomes).toEqual(rows.map((row) => [JSON.stringify(row), expected(row)]));
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each<[string, Readonly<Record<string, Answer>>, string]>([
    ['an order that nobody finds', { findOrigin: () => ({ kind: 'unknown', candidates: [] }) }, 'return.blind'],
    [
      'an order that has none of them left',
      {
        prepareReturn: () => ({
          returns: [],
          costs: {},
          paidMinor: 0,
          mayShipYet: false,
          problems: [{ code: 'return.exceeds', sentence: 'It has none left.' }],
        }),
      },
      'return.exceeds',
    ],
    [
      'an order that has some of them left',
      {
        prepareReturn: () => ({
          returns: [{ name: 'sitoo-900', shipment: 1, condition: 'resellable', lines: [] }],
          costs: {},
          paidMinor: 100,
          mayShipYet: false,
          problems: [{ code: 'return.exceeds', sentence: 'It has one left.' }],
        }),
      },
      'return.exceeds',
    ],
  ])(
    'Goods of %s that are accepted leave no customer unpaid unasked: finance is asked where the till has not paid',
    async (_, answers, code) => {
      for (const [receipt, asked] of [
        ['money over the counter', []],
        ['marked as paid elsewhere', ['return.payer-unclear']],
      ] as const) {
        const shop = paying('pays immediately');
        const run = await worker.play(ofReturn({ ...shop.answers, ...answers }, undefined, { refund: taken(receipt) }));
        const codes = await answered(run, { [code]: 'accept-without-order', 'return.payer-unclear': 'skip' });
        expect([receipt, codes]).toEqual([receipt, [code, ...asked]]);
      }
    },
  );

  it('A web shop that would pay another amount than the receipt says is asked about before it pays', async () => {
    const shop = paying('pays immediately');
    const cheaper: Readonly<Record<string, Answer>> = {
      createReturn: () => ({ id: 5, totalMinor: 60 }),
      prepareReturn: () => ({
        returns: [{ name: 'sitoo-900', shipment: 1, condition: 'resellable', lines: [] }],
        costs: {},
        paidMinor: 60,
        mayShipYet: false,
        problems: [],
      }),
    };
    const run = await worker.play(
      ofReturn({ ...shop.answers, ...cheaper }, undefined, { refund: taken('marked as paid elsewhere') }),
    );
    const { code } = await run.nextCase();
    expect([code, run.calls('refundReturn')]).toEqual(['return.amount-differs', 0]);
    expect(await answered(run, { 'return.amount-differs': 'refuse' })).toEqual(['return.amount-differs']);
    expect(shop.paidMinor()).toBe(0);
  });
});
