import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import { type Flow, type FlowSettings, flowsTo } from '../../domain/stock/flows.js';
import type { LongRunning } from '../long-running.js';
import {
  configurePublisher,
  type Pause,
  type PublishStock,
  pausePublisher,
  publisherState,
  releaseFlow,
  resumePublisher,
} from '../messages.js';

/** What people and the brand file say about the flows of a publisher while it runs. */
export interface PublisherControls {
  readonly everyMs: number;
  readonly isPaused: boolean;
  /** When the scheduled flows whose time has come were released, epoch ms. */
  readonly releasedAt: Partial<Record<Flow, number>>;
  /** Immediate flows, and released ones: what waits of those is overdue. */
  dueFlows(): Partial<Record<Flow, FlowSettings>>;
  /** Nothing waits any more of what waited when these flows were released. A flow that was released again since stays due. */
  settle(flows: readonly Flow[], releasedAt: Partial<Record<Flow, number>>): void;
  /** The input of a next run. */
  carryOver(): PublishStock;
}

/** Takes the signals and the query of a publisher. Call before the first await of the workflow. */
export function publisherControls(input: PublishStock, loop: LongRunning): PublisherControls {
  const { brand, target } = input;
  let { flows, everyMs, paused } = input;
  const released = new Map(Object.entries(input.released ?? {}) as [Flow, number][]);

  const setPause = (pause: Pause | undefined): void => {
    paused = pause;
    setCurrentDetails(pause ? `**Paused by ${pause.by} since ${pause.since}.** ${pause.note ?? ''}` : '');
  };
  setPause(paused);

  // A signal can be sent by hand, with anything in it: what does not fit is ignored.
  setHandler(configurePublisher, (...all) => {
    for (const settings of all) {
      flows = settings?.flows ?? flows;
      everyMs = settings?.everyMs ?? everyMs;
    }
    loop.wake();
  });
  setHandler(pausePublisher, (...all) => {
    const pause = all.at(-1);
    const since = pause?.since ?? new Date(Date.now()).toISOString();
    setPause({ ...pause, by: pause?.by ?? 'unknown', since });
  });
  setHandler(resumePublisher, () => {
    setPause(undefined);
    loop.forgetFailures();
    loop.wake();
  });
  setHandler(releaseFlow, (...releases) => {
    for (const release of releases) if (flowsTo(target).includes(release?.flow)) released.set(release.flow, Date.now());
    loop.wake();
  });
  setHandler(publisherState, () => ({ target, flows, released: [...released.keys()], ...(paused ? { paused } : {}) }));

  return {
    get everyMs() {
      return everyMs;
    },
    get isPaused() {
      return paused !== undefined;
    },
    get releasedAt() {
      return Object.fromEntries(released);
    },
    dueFlows() {
      const due: Partial<Record<Flow, FlowSettings>> = {};
      for (const flow of flowsTo(target)) {
        const settings = flows[flow];
        if (settings === undefined) continue;
        if (released.has(flow)) due[flow] = { ...settings, maxStalenessMs: 0 };
        else if (settings.mode === 'immediate') due[flow] = settings;
      }
      return due;
    },
    settle(published, releasedAt) {
      for (const flow of published) if (released.get(flow) === releasedAt[flow]) released.delete(flow);
    },
    carryOver: () => ({
      brand,
      target,
      flows,
      everyMs,
      ...(input.alarmAfterMs === undefined ? {} : { alarmAfterMs: input.alarmAfterMs }),
      released: Object.fromEntries(released),
      ...(paused ? { paused } : {}),
    }),
  };
}
