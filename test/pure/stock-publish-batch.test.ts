import { describe, expect, it, jest } from '@jest/globals';
import { LocationRefused } from '../../activities/stock/publish/location-refused.js';
import { finishBatch, publishBatch } from '../../activities/stock/publish/publish-batch.js';
import type { StockPublisher } from '../../activities/stock/publish/stock-publisher.js';
import type { Batch, BatchLine, BatchOutcome } from '../../domain/stock/batch.js';
import type { StockPolicy } from '../../domain/stock/policy.js';
import type { StockOutbox } from '../../systems/database/stock-port.js';
import { LEAVES_WITHIN_MS } from '../../systems/outgoing-change.js';
import { type ProblemKind, SystemProblem } from '../../systems/problem.js';

const policy: StockPolicy = {
  brand: 'testbrand',
  kindOf: () => 'store',
  targets: ['centra', 'sitoo'],
  safetyStockOf: () => ({ units: 0 }),
  rulesInForce: () => '',
};
const linesOf = (count: number): BatchLine[] =>
  Array.from({ length: count }, (_, i) => ({ sku: `SKU-${i}`, quantity: 1 }));

/** An outbox that only remembers what became of each batch. */
function outboxOf(first: Batch) {
  const lines = new Map([[first.id, first.lines]]);
  const outcomes = new Map<number, BatchOutcome>();
  let ids = first.id;
  const outbox: Pick<StockOutbox, 'markSent' | 'settle' | 'split'> = {
    markSent: async () => true,
    async settle(batch, outcome) {
      outcomes.set(batch, outcome);
    },
    async split(batch, pieces) {
      lines.delete(batch);
      return pieces.map((piece) => {
        ids += 1;
        const next = { ...first, id: ids, lines: piece };
        lines.set(next.id, piece);
        return next;
      });
    },
  };
  const arrived = () =>
    [...outcomes].flatMap(([id, { state, refused = [] }]) =>
      state === 'done'
        ? (lines.get(id) ?? []).filter((l) => !refused.some((r) => r.sku === l.sku)).map((l) => l.sku)
        : [],
    );
  const open = () => [...lines.keys()].filter((id) => !outcomes.has(id));
  const refused = () => [...outcomes.values()].flatMap((o) => (o.refused ?? []).map((r) => r.sku)).sort();
  return { outbox, arrived, refused, outcomes, open };
}

const batchOf = (count: number): Batch => ({
  id: 1,
  epoch: 1,
  target: 'centra',
  location: 'store-01',
  direction: 'out',
  reference: 'onepool testbrand stock 1',
  lines: linesOf(count),
  createdAt: 0,
  sent: false,
});

const problem = (kind: ProblemKind, items?: number[]) =>
  new SystemProblem({ kind, system: 'centra', operation: 'changeStock', sentence: 'No.', ...(items ? { items } : {}) });

/** A counterpart that refuses a whole batch as soon as one of its SKUs is bad. */
function counterpart(bad: readonly string[], { names, knows }: { names: boolean; knows: boolean }) {
  const calls: number[] = [];
  const publisher: StockPublisher = {
    async send(batch) {
      calls.push(batch.lines.length);
      const first = batch.lines.findIndex((line) => bad.includes(line.sku));
      if (first >= 0) throw problem('rejected', names ? [first] : undefined);
      return { refused: [] };
    },
    lookUp: async () => undefined,
    whyRefused: async ({ lines }) =>
      new Map(lines.filter(({ sku }) => knows && bad.includes(sku)).map(({ sku }) => [sku, { reason: 'no-product' }])),
    allowances: async () => [],
  };
  return { publisher, calls };
}

/** Calls whose answer was lost have ended at the counterpart. */
const ENDED = { endsWithinMs: 0, lookedFor: new Set<number>() };

const BAD = ['SKU-3', 'SKU-120', 'SKU-249'];

describe('a batch of 250 with three bad SKUs', () => {
  it('A batch with three unknown SKUs arrives with the other 247 in one call', async () => {
    const batch = batchOf(250);
    const { outbox, arrived, refused } = outboxOf(batch);
    const { publisher, calls } = counterpart(BAD, { names: true, knows: true });
    const published = await publishBatch(batch, { outbox, publisher, policy, ...ENDED });
    expect(published).toMatchObject({ figures: 247, refused: 3 });
    expect(arrived()).toHaveLength(247);
    expect(refused()).toEqual([...BAD].sort());
    expect(calls).toEqual([250, 247]);
  });

  it('A batch arrives with 247 where the counterpart names one bad item at a time', async () => {
    const batch = batchOf(250);
    const { outbox, arrived, refused } = outboxOf(batch);
    const { publisher, calls } = counterpart(BAD, { names: true, knows: false });
    await publishBatch(batch, { outbox, publisher, policy, ...ENDED });
    expect(arrived()).toHaveLength(247);
    expect(refused()).toEqual([...BAD].sort());
    expect(calls).toEqual([250, 249, 248, 247]);
  });

  it('A batch arrives with 247 by bisection where the counterpart does not name the bad items', async () => {
    const batch = batchOf(250);
    const { outbox, arrived, refused } = outboxOf(batch);
    const { publisher, calls } = counterpart(BAD, { names: false, knows: false });
    await publishBatch(batch, { outbox, publisher, policy, ...ENDED });
    expect(new Set(arrived()).size).toBe(247);
    expect(refused()).toEqual([...BAD].sort());
    // Three bad ones of 250 stand alone after eight halvings each, at most.
    expect(calls.length).toBeLessThan(3 * 2 * 8 + 1);
  });
});

describe('a location that the counterpart refuses', () => {
  const ALL = linesOf(250).map(({ sku }) => sku);

  it('A location of which nothing is accepted is one refusal, and no SKU is blamed', async () => {
    const batch = batchOf(250);
    const { outbox, refused, outcomes, open } = outboxOf(batch);
    const { publisher, calls } = counterpart(ALL, { names: false, knows: false });
    await expect(publishBatch(batch, { outbox, publisher, policy, ...ENDED })).rejects.toThrow(
      new LocationRefused('store-01', problem('rejected')).message,
    );
    expect(refused()).toEqual([]);
    expect([...outcomes.values()].every(({ state }) => state === 'not-sent')).toBe(true);
    expect(open()).toEqual([]);
    expect(calls.length).toBeLessThan(25);
  });

  it('A location is not blamed for three neighbouring SKUs that are refused for the same reason', async () => {
    const batch = batchOf(250);
    const { outbox, arrived, refused } = outboxOf(batch);
    const bad = ['SKU-0', 'SKU-1', 'SKU-2', 'SKU-3'];
    const { publisher } = counterpart(bad, { names: false, knows: false });
    expect(await publishBatch(batch, { outbox, publisher, policy, ...ENDED })).toMatchObject({
      figures: 246,
      refused: 4,
    });
    expect(arrived()).toHaveLength(246);
    expect(refused()).toEqual(bad);
  });

  it('A location is not blamed for SKUs that are refused for different reasons', async () => {
    const batch = batchOf(4);
    const { outbox, refused } = outboxOf(batch);
    const { publisher } = counterpart(ALL, { names: false, knows: false });
    const send: StockPublisher['send'] = async ({ lines }) => {
      throw new SystemProblem({
        kind: 'rejected',
        system: 'centra',
        operation: 'changeStock',
        sentence: `${lines.length === 1 ? `Reason ${lines[0]?.sku}${lines[0]?.quantity}` : 'No.'}`,
      });
    };
    const priced = { ...batch, lines: batch.lines.map((line, i) => ({ ...line, quantity: i + 1 })) };
    await publishBatch(priced, { outbox, publisher: { ...publisher, send }, policy, ...ENDED });
    expect(refused()).toEqual(['SKU-0', 'SKU-1', 'SKU-2', 'SKU-3']);
  });
});

describe('a call whose answer was lost', () => {
  it('A call with a lost answer is done when a lookup finds it, and waits again when it does not', async () => {
    for (const [found, state] of [
      [{ ref: '77' }, 'done'],
      [undefined, 'not-sent'],
    ] as const) {
      const batch = batchOf(2);
      const { outbox, outcomes } = outboxOf(batch);
      const { publisher } = counterpart([], { names: false, knows: false });
      const lost: StockPublisher = {
        ...publisher,
        send: async () => {
          throw problem('unknown-outcome');
        },
        lookUp: async () => found,
      };
      await publishBatch(batch, { outbox, publisher: lost, policy, ...ENDED });
      expect(outcomes.get(1)?.state).toBe(state);
    }
  });

  it('A batch whose call may still take effect stays open, is looked for once, and is ruled out only when the call has ended', async () => {
    const batch = { ...batchOf(2), sent: true, sentAt: Date.now() };
    const { outbox, outcomes } = outboxOf(batch);
    const { publisher } = counterpart([], { names: false, knows: false });
    let looks = 0;
    const lookUp = async (): Promise<undefined> => {
      looks += 1;
    };
    const needs = { outbox, publisher: { ...publisher, lookUp }, policy, ...ENDED, endsWithinMs: 60_000 };
    for (const _round of [1, 2, 3]) expect((await finishBatch(batch, needs)).underWayMs).toBeGreaterThan(50_000);
    expect([looks, outcomes.get(1)?.state]).toEqual([1, undefined]);
    await finishBatch({ ...batch, sentAt: Date.now() - 60_000 }, needs);
    expect([looks, outcomes.get(1)?.state]).toEqual([2, 'not-sent']);
  });

  it('A level whose answer was lost is sent again immediately, and nothing newer before the first call has ended', async () => {
    const batch = batchOf(2);
    const { outbox, outcomes } = outboxOf(batch);
    const { publisher } = counterpart([], { names: false, knows: false });
    const { lookUp: _none, ...absolute } = publisher;
    let calls = 0;
    const flaky: StockPublisher = {
      ...absolute,
      send: async (b, last) => {
        calls += 1;
        if (calls === 1) throw problem('unknown-outcome');
        return publisher.send(b, last);
      },
    };
    const needs = { outbox, publisher: flaky, policy, ...ENDED, endsWithinMs: 60_000 };
    expect((await publishBatch(batch, needs)).underWayMs).toBe(60_000);
    expect([calls, outcomes.get(1)?.state]).toEqual([2, undefined]);
    await finishBatch({ ...batch, sent: true, sentAt: Date.now() - 60_000 }, needs);
    expect([calls, outcomes.get(1)?.state]).toEqual([3, 'done']);
  });

  it('A call with a lost answer is repeated where a repeat changes nothing', async () => {
    const batch = batchOf(2);
    const { outbox, outcomes } = outboxOf(batch);
    const { publisher } = counterpart([], { names: false, knows: false });
    let calls = 0;
    const { lookUp: _none, ...absolute } = publisher;
    const flaky: StockPublisher = {
      ...absolute,
      send: async (b, last) => {
        calls += 1;
        if (calls === 1) throw problem('unknown-outcome');
        return publisher.send(b, last);
      },
    };
    await publishBatch(batch, { outbox, publisher: flaky, policy, ...ENDED });
    expect([calls, outcomes.get(1)?.state]).toEqual([2, 'done']);
  });
});

describe('a batch that another process has taken over', () => {
  it('A batch that another process has taken over is neither sent nor settled by its former owner', async () => {
    const batch = batchOf(2);
    const { outbox, outcomes } = outboxOf(batch);
    const fenced = { ...outbox, markSent: async () => false };
    const { publisher } = counterpart([], { names: false, knows: false });
    const asking: StockPublisher = {
      ...publisher,
      send: async (_b, isStillOurs) => {
        if (await isStillOurs()) return { refused: [] };
        throw problem('unreachable');
      },
    };
    await expect(publishBatch(batch, { outbox: fenced, publisher: asking, policy, ...ENDED })).rejects.toThrow('No.');
    expect(outcomes.size).toBe(0);
  });

  it('A batch of a process that was stopped between recording that it leaves and sending it is not sent, and waits again', async () => {
    const batch = batchOf(2);
    const { outbox, outcomes } = outboxOf(batch);
    let left = 0;
    const publisher: StockPublisher = {
      ...counterpart([], { names: false, knows: false }).publisher,
      send: async (_b, isStillOurs) => {
        if (await isStillOurs()) left += 1;
        return { refused: [] };
      },
    };
    const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
    const stopped = async () => {
      clock.mockReturnValue(LEAVES_WITHIN_MS + 1);
      return true;
    };
    const needs = { outbox: { ...outbox, markSent: stopped }, publisher, policy, ...ENDED };
    await expect(publishBatch(batch, needs).finally(() => clock.mockRestore())).rejects.toThrow('was stopped');
    expect([left, outcomes.get(1)?.state]).toEqual([0, 'not-sent']);
  });

  it('A batch that was taken over waits again if it cannot have been sent, and is looked up if it may have been', async () => {
    const { publisher } = counterpart([], { names: false, knows: false });
    for (const [sent, found, state] of [
      [false, { ref: '77' }, 'not-sent'],
      [true, { ref: '77' }, 'done'],
      [true, undefined, 'not-sent'],
    ] as const) {
      const batch = { ...batchOf(2), sent };
      const { outbox, outcomes } = outboxOf(batch);
      await finishBatch(batch, { outbox, publisher: { ...publisher, lookUp: async () => found }, policy, ...ENDED });
      expect(outcomes.get(1)?.state).toBe(state);
    }
  });
});
