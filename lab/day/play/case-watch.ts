import type { CaseRow, Records } from '../../../systems/database/port.js';

/** More cases than a day can have. */
const ALL = 10_000;

/** What the people who answer cases see: the list of cases, as it was at the last look. */
export class CaseWatch {
  readonly #cases: Records['cases'];
  #rows: readonly CaseRow[] = [];

  constructor(cases: Records['cases']) {
    this.#cases = cases;
  }

  async refresh(): Promise<void> {
    this.#rows = await this.#cases.list({}, ALL);
  }

  get all(): readonly CaseRow[] {
    return this.#rows;
  }

  get open(): readonly CaseRow[] {
    return this.#rows.filter((row) => row.closedAt === undefined);
  }

  /** True once a person, not the course of events, has answered a case about this subject. */
  answered(subject: string): boolean {
    return this.#rows.some(
      (row) => row.subject === subject && row.closedAt !== undefined && row.resolvedBy !== 'onepool',
    );
  }
}
