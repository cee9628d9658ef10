import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PushActivities } from '../activities/stock/push.js';
import { type Flow, type FlowSettings, flowsTo } from '../domain/stock/flows.js';
import { closeCounterpartCase, openCounterpartCase, sentenceOf } from './cases/counterpart-case.js';
import { configurePush, type PushStock, pausePush, pushState, releaseFlow, resumePush, wake } from './messages.js';
import { look } from './options.js';

const activities = proxyActivities<PushActivities>(look);

/**
 * Tells one target its stock for ever. It carries settings and no stock: woken, it has an activity tell what is most
 * urgent, and hears when to look again. Flows that are scheduled are told only when their time has come. Everything
 * that a run of it must hand to the next is in its input.
 */
export async function pushStock(input: PushStock): Promise<never> {
  const { brand, target } = input;
  let { flows, everyMs, paused, refused } = input;
  let woken = input.woken ?? true;
  const released = new Set<Flow>(input.released ?? []);

  setHandler(wake, () => {
    woken = true;
  });
  // A signal can be sent by hand, with anything in it: what does not fit is passed over.
  setHandler(configurePush, (settings) => {
    flows = settings?.flows ?? flows;
    everyMs = settings?.everyMs ?? everyMs;
    woken = true;
  });
  setHandler(pausePush, (pause) => {
    const since = pause?.since ?? new Date(Date.now()).toISOString();
    paused = { ...pause, by: pause?.by ?? 'unknown', since };
    show();
  });
  setHandler(resumePush, () => {
    paused = undefined;
    woken = true;
    show();
  });
  setHandler(releaseFlow, (release) => {
    if (flowsTo(target).includes(release?.flow)) released.add(release.flow);
    woken = true;
  });
  setHandler(pushState, () => ({ target, flows, released: [...released], ...(paused ? { paused } : {}) }));
  const show = (): void =>
    setCurrentDetails(paused ? `**Paused by ${paused.by} since ${paused.since}.** ${paused.note ?? ''}` : '');
  show();

  let againMs = everyMs;
  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    if (paused) await condition(() => paused === undefined || workflowInfo().continueAsNewSuggested);
    else await condition(() => woken || paused !== undefined, againMs);
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof pushStock>({
        brand,
        target,
        flows,
        everyMs,
        woken: true,
        released: [...released],
        ...(paused ? { paused } : {}),
        ...(refused ? { refused } : {}),
      });
    if (paused) continue;
    woken = false;
    againMs = everyMs;
    const due = dueFlows();
    if (Object.keys(due).length === 0) continue;
    const releasedNow = [...released];
    try {
      const pushed = await activities.pushStock({ target, flows: due });
      if (pushed.againMs === 0) woken = true;
      else againMs = Math.min(everyMs, pushed.againMs ?? everyMs);
      // A released flow is told until nothing of it waits any more.
      if (pushed.againMs === undefined) for (const flow of releasedNow) released.delete(flow);
      if (refused) await closeCounterpartCase(refused, 'The counterpart takes stock again.');
      refused = undefined;
    } catch (err) {
      if (isCancellation(err)) throw err;
      log.warn('stock could not be told', { target, why: sentenceOf(err) });
      refused ??= await openCounterpartCase({
        brand,
        name: `push-${target}`,
        subject: `stock to ${target}`,
        sentence: `Stock cannot be told to ${target}. ${sentenceOf(err)}`,
      });
    }
  }

  /** Immediate flows, and scheduled ones whose time has come: what waits of those is overdue. */
  function dueFlows(): Partial<Record<Flow, FlowSettings>> {
    const due: Partial<Record<Flow, FlowSettings>> = {};
    for (const flow of flowsTo(target)) {
      const settings = flows[flow];
      if (settings === undefined) continue;
      if (released.has(flow)) due[flow] = { ...settings, maxStalenessMs: 0 };
      else if (settings.mode === 'immediate') due[flow] = settings;
    }
    return due;
  }
}
