/** What can be made to go wrong with one answer of a simulator. */
export type Fault =
  | { kind: 'response-lost' } // takes effect, then the connection is cut
  | { kind: 'connection-reset' } // cut before it takes effect
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  | { kind: 'html' } // 200 with an HTML page, as a proxy would
  | { kind: 'truncated' } // takes effect, the JSON stops half way
  | { kind: 'slow'; ms: number }
  // Lost, or this status, now; it takes effect after `ms`, when nobody waits, or never.
  | { kind: 'late'; ms: number; status?: number; withoutEffect?: true };

export interface FaultRule {
  /** Operation it applies to, as the simulator names it (`createShipment`, `POST orders`); `*` for all. */
  readonly operation: string;
  readonly fault: Fault;
  /** How many of the next matching calls it hits. */
  readonly times: number;
  /** How many matching calls to let through first. */
  readonly after?: number;
}

/** The faults that are switched on. Deterministic: counted, never random. */
export class FaultPlan {
  readonly #rules: { rule: FaultRule; seen: number; hit: number }[] = [];
  readonly #lateEffect: () => 'limited' | 'never';

  /** @param lateEffect whether a call that is given up still takes effect: nobody has documented it */
  constructor(lateEffect: () => 'limited' | 'never' = () => 'limited') {
    this.#lateEffect = lateEffect;
  }

  /** Adds rules; an empty list takes all away. */
  change(rules: readonly FaultRule[]): void {
    if (rules.length === 0) this.#rules.length = 0;
    for (const rule of rules) this.#rules.push({ rule, seen: 0, hit: 0 });
  }

  /** The fault for this call, if one is due. */
  take(operation: string): Fault | undefined {
    for (const entry of this.#rules) {
      if (entry.rule.operation !== '*' && entry.rule.operation !== operation) continue;
      entry.seen += 1;
      if (entry.seen <= (entry.rule.after ?? 0) || entry.hit >= entry.rule.times) continue;
      entry.hit += 1;
      const { fault } = entry.rule;
      return fault.kind === 'late' && this.#lateEffect() === 'never' ? { ...fault, withoutEffect: true } : fault;
    }
    return undefined;
  }
}
