import { z } from 'zod';
import { unlimited } from '../rate-limits/port.js';
import { createCentra } from './adapter.js';
import type { CentraPort } from './port.js';

/** A call as it would have left. */
export interface RecordedCall {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });

/** A web shop that is nobody: what would be sent is kept in `calls`, and answered with what `answerTo` makes of the root field. */
export function recordCalls(answerTo: (rootField: string) => object): {
  readonly centra: CentraPort;
  readonly calls: readonly RecordedCall[];
} {
  const calls: RecordedCall[] = [];
  const centra = createCentra({
    url: 'http://nowhere.invalid',
    token: '',
    limiter: unlimited,
    post: async ({ name }, text) => {
      const { query, variables } = body.parse(JSON.parse(text));
      calls.push({ document: query, variables });
      return { status: 200, body: JSON.stringify({ data: answerTo(name) }) };
    },
  });
  return { centra, calls };
}
