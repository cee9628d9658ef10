import { TARGETS, type Target } from '../../domain/stock/flows.js';
import type { Explanation } from '../../systems/database/stock-port.js';

export type Publication = Explanation['publications'][number];

/** What a counterpart went by at a moment. */
export interface LastPublished {
  readonly target: Target;
  /** The last thing it was told that had taken effect by then; undefined when nothing had. */
  readonly published?: Publication;
  /** Calls that had been begun and of which nobody knew the outcome yet. */
  readonly underWay: readonly Publication[];
}

/** Finds what each counterpart had been told by a moment. Counterparts that were never told anything are left out. */
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
