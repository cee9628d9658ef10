import { readFileSync } from 'node:fs';
import type { Controls } from '../../lab/simulators/control.js';
import { projectFiles } from './sources.js';

/** A call that changes something at a counterpart, as the product's code has it. */
export interface Mutation {
  readonly system: keyof Controls;
  /** Centra's document, or the operation itself. */
  readonly name: string;
  /** As simulators and problems name it. */
  readonly operation: string;
}

const CENTRA_DOCUMENTS = 'systems/centra/operations.graphql';

/** Every call of the product that changes something at a counterpart: GraphQL mutations, and what is no GET. */
export function mutationsOfTheProduct(): Mutation[] {
  const documents = readFileSync(CENTRA_DOCUMENTS, 'utf8');
  const centra = [...documents.matchAll(/^mutation (\w+)[^{]*\{\s*(\w+)/gm)].map(
    ([, name = '', operation = '']): Mutation => ({ system: 'centra', name, operation }),
  );
  return [...centra, ...overHttp('sitoo', 'systems/sitoo'), ...overHttp('wms', 'systems/ongoing')];
}

/** Operations are written out where they are made, e.g. `PUT orders`: problems, limiters and simulators go by them. */
function overHttp(system: 'sitoo' | 'wms', folder: string): Mutation[] {
  const sources = projectFiles(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const operations = sources.flatMap((text) =>
    [...text.matchAll(/'((?:POST|PUT|PATCH|DELETE) \w+)'/g)].map(([, operation = '']) => operation),
  );
  return [...new Set(operations)].sort().map((operation) => ({ system, name: operation, operation }));
}
