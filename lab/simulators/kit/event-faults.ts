/** What can be made to go wrong with the events of a simulator. */
interface EventFaultRule {
  /** What the event must be about, in the words of its system; every event when left out. */
  readonly subject?: string | undefined;
  readonly fault: 'lost' | 'duplicate' | 'late';
  /** How many of the next matching events it hits. */
  readonly times: number;
  readonly delayMs?: number | undefined;
}

/** The event faults that are switched on. Deterministic: counted, never random. */
export class EventFaultPlan {
  readonly #rules: { rule: EventFaultRule; left: number }[] = [];

  /** Adds rules; an empty list takes all away. */
  change(rules: readonly EventFaultRule[]): void {
    if (rules.length === 0) this.#rules.length = 0;
    for (const rule of rules) this.#rules.push({ rule, left: rule.times });
  }

  /** The rule that hits this event, if one does. An event may be about several things. */
  take(...subjects: readonly string[]): EventFaultRule | undefined {
    const due = this.#rules.find(
      ({ rule, left }) => left > 0 && (rule.subject === undefined || subjects.includes(rule.subject)),
    );
    if (due) due.left -= 1;
    return due?.rule;
  }
}
