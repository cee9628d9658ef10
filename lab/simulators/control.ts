import { z } from 'zod';

/** Something that a customer or a member of staff does, as a simulator takes it. */
export interface Act {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface ActResult {
  readonly ok: boolean;
  readonly error?: string | undefined;
  /** Sitoo's number of the order that was made. */
  readonly orderid?: number | undefined;
  /** The name of the order that the warehouse made of the remainder. */
  readonly backOrder?: string | undefined;
}

const results = z.object({
  results: z.array(
    z.object({
      ok: z.boolean(),
      error: z.string().optional(),
      orderid: z.number().optional(),
      backOrder: z.string().optional(),
    }),
  ),
});

/** The control side of one simulator: what a run or a test may ask of it. None of it counts as a call. */
export interface SimulatorControl {
  /** Does acts in order; one that cannot be done says why and does not stop the others. */
  act(acts: readonly Act[]): Promise<readonly ActResult[]>;
  read<T>(what: 'books' | 'calls' | 'work' | 'purchases' | 'events', schema: z.ZodType<T>): Promise<T>;
  post(what: 'world' | 'webhook' | 'event-faults' | 'faults' | 'settings', body: object): Promise<void>;
}

/** @param url of the simulator's API; its control API is on the same origin. */
export function controlOf(name: string, url: string): SimulatorControl {
  const { origin } = new URL(url);
  async function call(method: 'GET' | 'POST', what: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${origin}/_sim/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`The ${name} simulator refused ${method} ${what}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text);
  }
  return {
    async act(acts) {
      if (acts.length === 0) return [];
      return results.parse(await call('POST', 'acts', { acts })).results;
    },
    async read(what, schema) {
      return schema.parse(await call('GET', what));
    },
    async post(what, body) {
      await call('POST', what, body);
    },
  };
}

/** What a simulator that does not run says of itself: it holds nothing, and nobody has called it. */
const NOTHING = {
  books: { orders: [], returns: [] },
  calls: { total: 0, byOperation: {}, throttled: 0, mostInFlight: 0, refusals: [] },
  work: { orders: [] },
  purchases: { purchases: [] },
  events: { events: [] },
} as const;

/** Stands for a simulator that does not run: a brand need not have all three systems. */
const absentControl = (name: string): SimulatorControl => ({
  act: async (acts) => acts.map(() => ({ ok: false, error: `there is no ${name}` })),
  read: async (what, schema) => schema.parse(NOTHING[what]),
  post: async () => {},
});

/** The control sides of the simulators that run. */
export function controlsOf({ centra, sitoo, wms }: Partial<Record<keyof Controls, string>>): Controls {
  const control = (name: string, url: string | undefined) => (url ? controlOf(name, url) : absentControl(name));
  return { centra: control('Centra', centra), sitoo: control('Sitoo', sitoo), wms: control('WMS', wms) };
}

export interface Controls {
  readonly centra: SimulatorControl;
  readonly sitoo: SimulatorControl;
  readonly wms: SimulatorControl;
}
