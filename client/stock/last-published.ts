import { TARGETS, type Target } from '../../domain/stock/flows.js';
import type { Explanation } from '../../systems/database/stock-port.js';

export type Publication = Explanation['publications'][number];

/** What was published to a counterpart by a moment. */
export interface LastPublished {
  readonly target: Target;
  /** The last publication that had taken effect by then; undefined when none had. */
  readonly published?: Publication;
  /** Calls under way at that moment. */
  readonly underWay: readonly Publication[];
}

/** Finds what was published to each counterpart by a moment. Counterparts without any publication are left out. */
export function lastPublished({ publications }: Pick<Explanation, 'publications'>, at: number): LastPublished[] {
  return TARGETS.flatMap((target) => {
    const begun = publications.filter((one) => one.target === target && one.at <= at);
    const done = begun.filter((one) => one.state === 'done' && doneBy(one, at));
    const [published] = done.sort((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0));
    const underWay = begun.filter((one) => !doneBy(one, at));
    if (published === undefined && underWay.length === 0) return [];
    return [{ target, ...(published && { published }), underWay }];
  });
}

const doneBy = ({ doneAt }: Publication, at: number): boolean => doneAt !== undefined && doneAt <= at;
