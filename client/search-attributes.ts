import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import { StartupError } from './startup-error.js';

/** The kinds of search attribute, as `temporal server start-dev --search-attribute` writes them. */
const KINDS = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;
export type SearchAttributeKind = keyof typeof KINDS;
/** A namespace takes a moment to know a new attribute everywhere. */
const USABLE_WITHIN_MS = 30_000;
export type SearchAttributes = Readonly<Record<string, SearchAttributeKind>>;

/**
 * Registers the search attributes a namespace lacks and waits until workflows can be started with them. Safe to repeat.
 * @throws Error when one exists with another kind, or is not usable after {@link USABLE_WITHIN_MS}.
 */
export async function ensureSearchAttributes(
  connection: Connection,
  namespace: string,
  wanted: SearchAttributes,
): Promise<void> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(wanted).filter(([name, kind]) => {
    const there = customAttributes?.[name];
    if (there !== undefined && there !== null && there !== KINDS[kind]) {
      throw new StartupError(
        `The search attribute ${name} of namespace ${namespace} is not a ${kind}; rename or remove it.`,
      );
    }
    return !there;
  });
  if (missing.length > 0) {
    const searchAttributes = Object.fromEntries(missing.map(([name, kind]) => [name, KINDS[kind]]));
    try {
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    } catch (problem) {
      // Another process may have been faster; whether they are usable is what the wait below finds out.
      if (!/already exist/i.test(String(problem))) throw problem;
    }
  }
  await untilUsable(connection, namespace, Object.keys(wanted));
}

/** Registration takes a moment to reach every part of the server; a query that names them shows when it has. */
async function untilUsable(connection: Connection, namespace: string, names: string[]) {
  const query = names.map((name) => `${name} IS NULL`).join(' AND ');
  const deadline = Date.now() + USABLE_WITHIN_MS;
  for (;;) {
    try {
      await connection.workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (problem) {
      if (Date.now() > deadline) {
        const sentence = `The search attributes ${names.join(', ')} did not become usable in namespace ${namespace}.`;
        throw new StartupError(sentence, { cause: problem });
      }
      await pause(50);
    }
  }
}
