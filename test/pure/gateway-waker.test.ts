import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createWaker } from '../../client/gateway/waker.js';
import { wakeDelayMsOf } from '../../client/wake-follower.js';
import { FOLLOWER_NAMES, type FollowerOfBrand } from '../../domain/followers.js';
import { until } from '../support/until.js';

/** A gateway over a clock of the test; its followers begin a round only when the test says so. */
function gateway({ isTemporalAway = false } = {}) {
  const state = { nowMs: 0, rounds: 0, isTemporalAway, wakes: [] as FollowerOfBrand[] };
  const waker = createWaker({
    wake: async (follower) => {
      if (state.isTemporalAway) throw new Error('Temporal is away');
      state.wakes.push(follower);
    },
    log: pino({ level: 'silent' }),
    gatherMs: () => 0,
    roundsBegun: async () => state.rounds,
    nowMs: () => state.nowMs,
  });
  /** An event arrives, and whatever it leads to is done. */
  const event = async (follower: FollowerOfBrand = 'centra') => {
    waker.ask(follower);
    await waker.close();
  };
  return { state, event };
}

const OUTAGE_S = 3 * 3_600;

describe('wakes of a follower', () => {
  it('Three hours of events without a worker send a follower few wakes, not one a second', async () => {
    const { state, event } = gateway();
    for (let second = 0; second < OUTAGE_S; second += 1) {
      state.nowMs = second * 1_000;
      await event();
    }
    expect(state.wakes.length).toBeGreaterThan(1);
    expect(state.wakes.length).toBeLessThan(20);
  });

  it('What tills sold is read before their orders, though both are announced together, and is woken without a delay', async () => {
    const wakes: FollowerOfBrand[] = [];
    const waker = createWaker({
      wake: async (follower) => void wakes.push(follower),
      log: pino({ level: 'silent' }),
      gatherMs: () => 0,
      delayMs: wakeDelayMsOf,
    });
    for (const follower of ['sitoo', 'till-sales'] as const) waker.ask(follower);
    await until(() => wakes.length === 2, { what: 'both wakes' });
    await waker.close();
    expect(wakes).toEqual(['till-sales', 'sitoo']);
    expect(FOLLOWER_NAMES.filter((follower) => wakeDelayMsOf(follower) > 0)).toEqual(['sitoo']);
  });

  it('A follower whose worker is back is woken by the next event', async () => {
    const { state, event } = gateway();
    for (let i = 0; i < 100; i += 1) await event();
    expect(state.wakes).toHaveLength(1);
    state.rounds += 1;
    await event();
    expect(state.wakes).toHaveLength(2);
  });

  it('A follower that takes its wakes is woken for every event after the round has begun, also while it goes on', async () => {
    const { state, event } = gateway();
    for (let i = 0; i < 10; i += 1) {
      await event();
      state.rounds += 1;
    }
    expect(state.wakes).toHaveLength(10);
  });

  it('A wake that could not be sent is not waited for', async () => {
    const { state, event } = gateway({ isTemporalAway: true });
    await event();
    state.isTemporalAway = false;
    await event();
    expect(state.wakes).toHaveLength(1);
  });

  it('The wakes of one follower say nothing about another', async () => {
    const { state, event } = gateway();
    await event('centra');
    await event('sitoo');
    expect(state.wakes).toEqual(['centra', 'sitoo']);
  });
});
