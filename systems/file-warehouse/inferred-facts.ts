import type { InferredFacts } from '../inferred-facts.js';
import { LATE_EFFECT } from '../latest-effect.js';

/** The page for a warehouse says the rest: what it leaves open is only what any writing leaves open. */
export const FILE_FACTS = { lateEffect: LATE_EFFECT.wms } satisfies InferredFacts;
