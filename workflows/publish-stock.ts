import {
  condition,
  continueAsNew,
  isCancellation,
  log,
  patched,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PublishActivities } from '../activities/stock/publish/publish-stock.js';
import { type Flow, type FlowSettings, flowsTo } from '../domain/stock/flows.js';
import { closeCounterpartCase, openCounterpartCase, sentenceOf } from './cases/counterpart-case.js';
import {
  configurePublisher,
  type PublishStock,
  pausePublisher,
  publisherState,
  releaseFlow,
  resumePublisher,
  wake,
} from './messages.js';
import { publish } from './options.js';

const activities = proxyActivities<PublishActivities>(publish);

/** After failures in a row the loop waits, however often it is woken: this long at first, then twice as long each time. */
const BACK_OFF_MS = 1_000;
const BACK_OFF_AT_MOST_MS = 30_000;

/**
 * Tells one target its stock for ever. It carries settings and no stock: woken, it has an activity tell what is most
 * urgent, and hears when to look again. Flows that are scheduled are told only when their time has come. Everything
 * that a run of it must hand to the next is in its input.
 */
export async function publishStock(input: PublishStock): Promise<never> {
  const { brand, target } = input;
  let { flows, everyMs, paused, refused } = input;
  let woken = input.woken ?? true;
  let failures = input.failures ?? 0;
  const released = new Map<Flow, number>(
    (input.released ?? []).map((flow) => [flow, input.releasedAt?.[flow] ?? Date.now()]),
  );

  setHandler(wake, () => {
    woken = true;
  });
  // A signal can be sent by hand, with anything in it: what does not fit is passed over.
  setHandler(configurePublisher, (settings) => {
    flows = settings?.flows ?? flows;
    everyMs = settings?.everyMs ?? everyMs;
    woken = true;
  });
  setHandler(pausePublisher, (pause) => {
    const since = pause?.since ?? new Date(Date.now()).toISOString();
    paused = { ...pause, by: pause?.by ?? 'unknown', since };
    show();
  });
  setHandler(resumePublisher, () => {
    paused = undefined;
    failures = 0;
    woken = true;
    show();
  });
  setHandler(releaseFlow, (release) => {
    if (flowsTo(target).includes(release?.flow)) released.set(release.flow, Date.now());
    woken = true;
  });
  setHandler(publisherState, () => ({ target, flows, released: [...released.keys()], ...(paused ? { paused } : {}) }));
  const show = (): void =>
    setCurrentDetails(paused ? `**Paused by ${paused.by} since ${paused.since}.** ${paused.note ?? ''}` : '');
  show();

  let againMs = everyMs;
  for (;;) {
    // The timer's answer is not asked: a signal and the timer can land in the same task.
    if (paused) await condition(() => paused === undefined || workflowInfo().continueAsNewSuggested);
    else await condition(() => (woken && failures === 0) || paused !== undefined, againMs);
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof publishStock>({
        brand,
        target,
        flows,
        everyMs,
        woken: true,
        released: [...released.keys()],
        releasedAt: Object.fromEntries(released),
        failures,
        ...(paused ? { paused } : {}),
        ...(refused ? { refused } : {}),
      });
    if (paused) continue;
    woken = false;
    againMs = everyMs;
    const due = dueFlows();
    if (Object.keys(due).length === 0) continue;
    const releasedNow = new Map(released);
    try {
      const pushed = await activities.publishStock({ target, flows: due, releasedAt: Object.fromEntries(released) });
      if (pushed.againMs === 0) woken = true;
      else againMs = Math.min(everyMs, pushed.againMs ?? everyMs);
      // A released flow is told until nothing of it waits any more that waited then; it may have been released anew meanwhile.
      const published = pushed.published ?? (pushed.againMs === undefined ? releasedNow.keys() : []);
      for (const flow of published) if (released.get(flow) === releasedNow.get(flow)) released.delete(flow);
      failures = 0;
      if (refused) await closeCounterpartCase(refused, 'The counterpart takes stock again.');
      refused = undefined;
    } catch (err) {
      if (isCancellation(err)) throw err;
      // A run that failed before there was this rule went on when it was woken.
      if (patched('push-backs-off')) {
        againMs = Math.min(everyMs, BACK_OFF_AT_MOST_MS, BACK_OFF_MS * 2 ** Math.min(failures, 10));
        failures += 1;
      }
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
