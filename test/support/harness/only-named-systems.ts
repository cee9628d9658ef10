import { asyncLocalStorage } from '@temporalio/activity';
import type { Ports } from '../../../systems/absent.js';
import { TASK_QUEUES } from '../../../workflows/task-queues.js';

const NAMES = ['centra', 'sitoo', 'wms'] as const;

/** The queues that name the counterparts which their calls need; the others hold few calls, and those are of their own. */
const NAMING = Object.keys(TASK_QUEUES).filter((queue) => NAMES.some((system) => queue.split('-').includes(system)));

/**
 * The adapters, watched: an activity that calls a counterpart which its task queue does not name would wait for it in the
 * place of calls that do not need it. @returns what strayed, in sentences
 */
export function onlyNamedSystems(systems: Ports): {
  readonly systems: Ports;
  readonly strays: ReadonlySet<string>;
} {
  const strays = new Set<string>();
  const watch = <Port extends object>(system: (typeof NAMES)[number], port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          const stray = strayIn(system);
          if (stray) strays.add(`${stray} calls ${system}.${String(name)}`);
          return Reflect.apply(value, target, args);
        };
      },
    });
  return {
    systems: {
      centra: watch('centra', systems.centra),
      sitoo: watch('sitoo', systems.sitoo),
      wms: watch('wms', systems.wms),
    },
    strays,
  };
}

/** The activity that runs now, when its queue does not name the counterpart. */
function strayIn(system: string): string | undefined {
  const activity = asyncLocalStorage.getStore();
  if (activity === undefined) return undefined;
  const { activityType, taskQueue } = activity.info;
  const queue = NAMING.filter((name) => taskQueue.endsWith(`-${name}`)).sort((a, b) => b.length - a.length)[0];
  if (queue === undefined || queue.split('-').includes(system)) return undefined;
  return `${activityType} in the queue ${queue}`;
}
