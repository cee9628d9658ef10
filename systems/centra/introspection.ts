import { z } from 'zod';
import { SystemProblem } from '../problem.js';
import type { CentraClient } from './client.js';
import { TypedDocumentString } from './generated/documents.js';
import type { CentraPort } from './port.js';

const answer = z.object({ __schema: z.unknown() });

/**
 * Asks for the schema. The vendor tells clients to do so, and it needs no permission. Descriptions are left out: nobody
 * needs them, and they are long. An endpoint that does not say which inputs are deprecated is asked without.
 */
export function createIntrospection(client: CentraClient): Pick<CentraPort, 'schema'> {
  const ask = async (inputValueDeprecation: boolean) => {
    // Only the doctor needs the library.
    const { getIntrospectionQuery } = await import('graphql');
    const query = getIntrospectionQuery({ descriptions: false, inputValueDeprecation });
    return client.read({
      operation: '__schema',
      document: new TypedDocumentString<z.input<typeof answer>, Record<string, never>>(query),
      variables: {},
      answer,
      lane: 'bulk',
    });
  };
  return {
    async schema() {
      try {
        return await ask(true);
      } catch (problem) {
        if (!(problem instanceof SystemProblem) || problem.kind !== 'rejected') throw problem;
        return ask(false);
      }
    },
  };
}
