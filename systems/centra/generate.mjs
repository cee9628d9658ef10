/**
 * Turns `operations.graphql` into typed documents (`generated/documents.ts`), notes where each asks for a nested list
 * (`generated/list-places.ts`), and refuses a document that does not fit the schema. The schema goes along as text
 * (`generated/schema.ts`): the doctor compares a live one with it. Run by `npm run generate`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, getNamedType, isListType, isNonNullType, Kind, parse, validate } from 'graphql';

const here = (name) => new URL(name, import.meta.url);

const config = {
  // erasableSyntaxOnly allows no enum, verbatimModuleSyntax wants types imported as types.
  enumsAsTypes: true,
  useTypeImports: true,
  skipTypename: true,
  onlyOperationTypes: true,
  documentMode: 'string',
  inlineFragmentTypes: 'inline',
  defaultScalarType: 'unknown',
  scalars: { DateTimeTz: 'string', Int64: 'number' },
};

const [schemaText, operationsText] = await Promise.all([
  readFile(here('schema.graphql'), 'utf8'),
  readFile(here('operations.graphql'), 'utf8'),
]);
const schema = buildSchema(schemaText);
const operations = parse(operationsText);
const faults = validate(schema, operations);
if (faults.length > 0) {
  for (const fault of faults) {
    const at = fault.locations?.[0];
    process.stderr.write(`systems/centra/operations.graphql, line ${at?.line ?? '?'}: ${fault.message}\n`);
  }
  process.stderr.write('These documents do not fit systems/centra/schema.graphql, so nothing was generated.\n');
  process.exit(1);
}

const source = await codegen({
  filename: 'documents.ts',
  schema: parse(schemaText),
  documents: [{ location: 'operations.graphql', document: operations }],
  config,
  plugins: [{ typescript: {} }, { typescriptOperations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescript, typescriptOperations, typedDocumentNode },
});
await mkdir(here('generated/'), { recursive: true });
await writeFile(here('generated/documents.ts'), source);
await writeFile(
  here('generated/schema.ts'),
  `/** What schema.graphql says, for comparing a live schema with it. */\nexport const SCHEMA = ${JSON.stringify(schemaText)};\n`,
);
await writeFile(here('generated/list-places.ts'), listPlacesSource(source));

/** The module that names every nested list of every document, and where in its text a limit can be asked for. */
function listPlacesSource(documents) {
  const entries = [...documents.matchAll(/const (\w+)Document = new TypedDocumentString\(`([^`]*)`/g)].map(
    ([, name, text]) => [name, listPlaces(text)],
  );
  return [
    '/** Made by `npm run generate`: the nested lists that each document asks for. */',
    'export interface ListPlace {',
    '  /** Type and field, as in the schema. */',
    '  readonly list: string;',
    '  /** From the answer down to the list. */',
    '  readonly path: readonly string[];',
    '  /** Where in the text of the document further arguments go. */',
    '  readonly at: number;',
    '  readonly hasArguments: boolean;',
    '}',
    '',
    `export const LIST_PLACES: Readonly<Record<string, readonly ListPlace[]>> = ${JSON.stringify(Object.fromEntries(entries), null, 2)};`,
    '',
  ].join('\n');
}

function listPlaces(text) {
  const document = parse(text);
  const fragments = new Map(
    document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION).map((d) => [d.name.value, d]),
  );
  const places = [];
  const walk = (set, type, path) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value);
        walk(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), path);
      } else if (selection.kind === Kind.INLINE_FRAGMENT)
        walk(selection.selectionSet, schema.getType(selection.typeCondition.name.value), path);
      else visitField(selection, type, path);
    }
  };
  const visitField = (field, type, path) => {
    const definition = type.getFields()[field.name.value];
    if (!definition) return;
    const below = [...path, (field.alias ?? field.name).value];
    const { type: of } = definition;
    if (path.length > 0 && isListType(isNonNullType(of) ? of.ofType : of)) {
      const last = field.arguments.at(-1);
      places.push({
        list: `${type.name}.${field.name.value}`,
        path: below,
        at: (last ?? field.name).loc.end,
        hasArguments: last !== undefined,
      });
    }
    if (field.selectionSet) walk(field.selectionSet, getNamedType(of), below);
  };
  for (const d of document.definitions)
    if (d.kind === Kind.OPERATION_DEFINITION)
      walk(d.selectionSet, d.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType(), []);
  return places;
}
