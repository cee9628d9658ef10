import type { Dependencies } from '../../../activities/dependencies.js';

/** What becomes of a process at one of the calls that it waits for. */
export type Cut =
  /** It is gone as soon as the call has taken effect: it does nothing more, and its memory is lost. */
  | { readonly kind: 'killed'; readonly after: number }
  /** The call fails before or after it took effect; the process lives on with its memory, and the activity is tried again. */
  | { readonly kind: 'not-done' | 'unanswered'; readonly at: number };

/** Thrown at whatever a killed process still tries to do. */
export class Killed extends Error {
  constructor(call: string) {
    super(`The process was killed at ${call}.`);
  }
}

/** Dependencies of a process whose calls are counted, and cut where a test says. */
export interface CountedProcess {
  readonly dependencies: Dependencies;
  /** What it has called so far, in order. */
  readonly calls: string[];
  /** Nothing that it has called is still under way. */
  settled(): Promise<void>;
}

type Answering = (...input: unknown[]) => unknown;

/** Wraps everything outside a process that its activities wait for. Without a cut it only counts. */
export function countedProcess(dependencies: Dependencies, cut?: Cut): CountedProcess {
  const calls: string[] = [];
  const underWay = new Set<Promise<unknown>>();
  // Killed before its first call: that one does not happen either.
  let isDead = cut?.kind === 'killed' && cut.after === 0;

  async function counted(name: string, call: () => unknown): Promise<unknown> {
    if (isDead) throw new Killed(name);
    calls.push(name);
    const nth = calls.length;
    if (cut?.kind === 'not-done' && cut.at === nth) throw new Error(`${name} failed`);
    const answer = await call();
    isDead ||= cut?.kind === 'killed' && cut.after === nth;
    if (isDead) throw new Killed(name);
    if (cut?.kind === 'unanswered' && cut.at === nth) throw new Error(`${name} was not answered`);
    return answer;
  }

  function wrapped<T extends object>(target: T, name: string): T {
    return new Proxy(target, {
      get(of, key) {
        const value: unknown = Reflect.get(of, key);
        const path = `${name}.${String(key)}`;
        if (typeof value === 'function') {
          const run = (value as Answering).bind(of);
          return (...input: unknown[]) => {
            // What answers immediately waits for nothing: a clock, a handle.
            if (SYNCHRONOUS.has(String(key))) {
              const answer = run(...input);
              return typeof answer === 'object' && answer !== null ? wrapped(answer, path) : answer;
            }
            const call = counted(path, () => run(...input));
            underWay.add(call);
            call.catch(() => undefined).finally(() => underWay.delete(call));
            return call;
          };
        }
        return typeof value === 'object' && value !== null ? wrapped(value, path) : value;
      },
    });
  }

  const { records, centra, sitoo, wms, temporal } = dependencies;
  return {
    calls,
    dependencies: {
      ...dependencies,
      records: wrapped(records, 'records'),
      centra: wrapped(centra, 'centra'),
      sitoo: wrapped(sitoo, 'sitoo'),
      wms: wrapped(wms, 'wms'),
      temporal: wrapped(temporal, 'temporal'),
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
  };
}

/** Members of the ports that are no calls. */
const SYNCHRONOUS = new Set(['clockSkewMs', 'getHandle']);
