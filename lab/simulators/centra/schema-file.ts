import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildASTSchema,
  type DefinitionNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  parseType,
} from 'graphql';
import { DEFAULT_ROWS, UNKNOWN_LISTS } from '../../../systems/centra/nested-lists.js';

/**
 * The contract's schema, found from the sources and from `dist` alike: both lie below the folder of package.json.
 * @param lists how lists are read of which nobody knows: those that are cut take a limit
 */
export function loadSchema(lists: 'whole' | 'cut' = 'whole'): GraphQLSchema {
  const document = parse(schemaText());
  if (lists === 'whole') return buildASTSchema(document);
  return buildASTSchema({ ...document, definitions: document.definitions.map(withLimits) });
}

function schemaText(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error('systems/centra/schema.graphql cannot be found: no package.json above this file');
    folder = above;
  }
  return readFileSync(join(folder, 'systems/centra/schema.graphql'), 'utf8');
}

/** A type, or an interface of it, has its lists under one name. */
function withLimits(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION)
    return definition;
  const names = [definition.name.value, ...(definition.interfaces ?? []).map(({ name }) => name.value)];
  const isCut = (field: string) => names.some((name) => UNKNOWN_LISTS.includes(`${name}.${field}`));
  const fields = definition.fields?.map((field) => (isCut(field.name.value) ? limited(field) : field));
  return fields ? { ...definition, fields } : definition;
}

const limited = (field: FieldDefinitionNode): FieldDefinitionNode => ({
  ...field,
  arguments: [...(field.arguments ?? []), argument('limit', DEFAULT_ROWS), argument('page', 1)],
});

const argument = (name: string, value: number) =>
  ({
    kind: Kind.INPUT_VALUE_DEFINITION,
    name: { kind: Kind.NAME, value: name },
    type: parseType('Int'),
    defaultValue: { kind: Kind.INT, value: String(value) },
  }) as const;
