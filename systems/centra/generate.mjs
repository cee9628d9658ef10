/**
 * Turns `operations.graphql` into typed documents (`generated/documents.ts`) and refuses one that does not fit the schema.
 * The schema goes along as text (`generated/schema.ts`): the doctor compares a live one with it.
 * Run by `npm run generate`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { codegen } from '@graphql-codegen/core';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, validate } from 'graphql';

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
