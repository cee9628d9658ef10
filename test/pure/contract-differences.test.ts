import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  getNamedType,
  type InputValueDefinitionNode,
  isEnumType,
  isInputObjectType,
  isLeafType,
  Kind,
  parse,
  TypeInfo,
  type TypeNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { sentDocuments } from '../../client/contract-probe/centra-calls.js';
import { compareSchemas, type SentDocument } from '../../client/contract-probe/compare-schemas.js';
import { SCHEMA } from '../../systems/centra/generated/schema.js';
import { UNKNOWN_LISTS } from '../../systems/centra/nested-lists.js';

const ast = parse(SCHEMA);
const build = (document: DocumentNode) => buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
const ours = build(ast);

/** Something of the schema that we use, with the shortest document that does: one that notices is enough. */
interface Used {
  readonly type: string;
  readonly name: string;
  readonly document?: SentDocument;
}

const fields = new Map<string, Used>();
const inputs = new Map<string, Used>();

function note(into: Map<string, Used>, at: { type: string; name: string }, document: SentDocument): void {
  const key = `${at.type}.${at.name}`;
  const length = (of: SentDocument | undefined) => of?.document.loc?.end ?? Number.POSITIVE_INFINITY;
  if (length(document) < length(into.get(key)?.document)) into.set(key, { ...at, document });
}

beforeAll(async () => {
  for (const sent of await sentDocuments()) {
    const info = new TypeInfo(ours);
    visit(
      sent.document,
      visitWithTypeInfo(info, {
        Field(node) {
          const parent = info.getParentType();
          if (parent && !node.name.value.startsWith('__'))
            note(fields, { type: parent.name, name: node.name.value }, sent);
        },
        ObjectField(node) {
          const parent = info.getParentInputType();
          const type = parent && getNamedType(parent);
          if (type) note(inputs, { type: type.name, name: node.name.value }, sent);
        },
      }),
    );
    for (const definition of sent.document.definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION)
        for (const { variable, type } of definition.variableDefinitions ?? [])
          for (const variables of sent.variables) noteInputs(sent, nameOf(type), variables[variable.name.value]);
  }
});

/** Fields of inputs that variables fill. */
function noteInputs(sent: SentDocument, typeName: string, value: unknown): void {
  const type = ours.getType(typeName);
  if (Array.isArray(value)) for (const one of value) noteInputs(sent, typeName, one);
  else if (isInputObjectType(type) && typeof value === 'object' && value !== null)
    for (const [name, sub] of Object.entries(value)) {
      note(inputs, { type: typeName, name }, sent);
      const field = type.getFields()[name];
      if (field) noteInputs(sent, getNamedType(field.type).name, sub);
    }
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

const isKind = <T extends { kind: Kind }>(node: { kind: Kind }, kind: T['kind']): node is T => node.kind === kind;

/** Our schema with one field of a type made otherwise; null takes it away. */
function withField<T extends FieldDefinitionNode | InputValueDefinitionNode>(
  { type, name }: Used,
  kind: T['kind'],
  change: (field: T) => T | null,
  from = ast,
): DocumentNode {
  const editOf = (node: DefinitionNode): DefinitionNode => {
    if (!('fields' in node) || node.name.value !== type) return node;
    const fields = (node.fields ?? []).flatMap((field): (typeof field)[] =>
      field.name.value === name && isKind<T>(field, kind) ? [change(field)].filter((one) => one !== null) : [field],
    );
    return { ...node, fields } as DefinitionNode;
  };
  return { ...from, definitions: from.definitions.map(editOf) };
}

const found = (edited: DocumentNode, { document }: Used): boolean =>
  compareSchemas(ours, build(edited), document ? [document] : []).some(({ severity }) => severity === 'breaks');
const missed = (used: Iterable<Used>, edit: (one: Used) => DocumentNode): string[] =>
  [...used].filter((one) => !found(edit(one), one)).map(({ type, name }) => `${type}.${name}`);

/** All edits at once, where each is told from the others by its name in what is found: one comparison instead of hundreds. */
function unnamed(used: readonly Used[], edit: (one: Used, from: DocumentNode) => DocumentNode): string[] {
  const edited = used.reduce((from, one) => edit(one, from), ast);
  const documents = [...new Set(used.flatMap(({ document }) => document ?? []))];
  const sentences = compareSchemas(ours, build(edited), documents)
    .filter(({ severity }) => severity === 'breaks')
    .map(({ sentence }) => sentence);
  const names = ({ type, name }: Used) => [
    `${type}.${name} `,
    `"${name}" on type "${type}"`,
    `${type} has no value ${name};`,
  ];
  return used
    .filter((one) => !sentences.some((sentence) => names(one).some((how) => sentence.includes(how))))
    .map(({ type, name }) => `${type}.${name}`);
}
const isLeaf = (one: Used): boolean => isLeafType(ours.getType(nameOf(fieldNode(one).type)));

const text = (name: string) => ({ kind: Kind.NAME, value: name }) as const;
/** Another scalar in the same lists and non-nulls; objects become a text. */
function otherType(type: TypeNode): TypeNode {
  if (type.kind === Kind.NAMED_TYPE) return { ...type, name: text(type.name.value === 'String' ? 'Int' : 'String') };
  return type.kind === Kind.LIST_TYPE
    ? { ...type, type: otherType(type.type) }
    : { ...type, type: { ...(otherType(type.type) as typeof type.type) } };
}
const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE);
const fieldNode = ({ type, name }: Used): FieldDefinitionNode => {
  let node: FieldDefinitionNode | undefined;
  withField<FieldDefinitionNode>({ type, name }, Kind.FIELD_DEFINITION, (field) => {
    node = field;
    return field;
  });
  if (!node) throw new Error(`${type}.${name} is no field`);
  return node;
};

describe('the comparison of schemas', () => {
  it('Our schema compared with itself differs in nothing', async () => {
    expect(compareSchemas(ours, ours, await sentDocuments())).toEqual([]);
    expect(fields.size).toBeGreaterThan(150);
    expect(inputs.size).toBeGreaterThan(30);
  });

  it('Every field that a document asks for is missed when it is gone', () => {
    const all = [...fields.values()];
    const gone = (one: Used, from?: DocumentNode) => withField(one, Kind.FIELD_DEFINITION, () => null, from);
    expect(unnamed(all.filter(isLeaf), gone)).toEqual([]);
    expect(
      missed(
        all.filter((one) => !isLeaf(one)),
        gone,
      ),
    ).toEqual([]);
  });

  it('Every field that a document asks for is noticed when it is of another type', () => {
    const all = [...fields.values()];
    const other = (one: Used, from?: DocumentNode) =>
      withField<FieldDefinitionNode>(
        one,
        Kind.FIELD_DEFINITION,
        (field) => ({ ...field, type: otherType(field.type) }),
        from,
      );
    expect(unnamed(all.filter(isLeaf), other)).toEqual([]);
    expect(
      missed(
        all.filter((one) => !isLeaf(one)),
        other,
      ),
    ).toEqual([]);
  });

  it('Every field that must hold a value is noticed when it may be null', () => {
    const needed = [...fields.values()].filter((one) => fieldNode(one).type.kind === Kind.NON_NULL_TYPE);
    expect(needed.length).toBeGreaterThan(60);
    const nullable = (one: Used, from: DocumentNode) =>
      withField<FieldDefinitionNode>(
        one,
        Kind.FIELD_DEFINITION,
        (field) => ({ ...field, type: field.type.kind === Kind.NON_NULL_TYPE ? field.type.type : field.type }),
        from,
      );
    expect(unnamed(needed, nullable)).toEqual([]);
  });

  it('Every list that we read as whole is noticed when it is cut unless a limit is given', () => {
    const whole = [...fields.values()].filter((one) => {
      // Of these we ask the endpoint, and give a limit where it takes one.
      if (UNKNOWN_LISTS.includes(`${one.type}.${one.name}`)) return false;
      const node = fieldNode(one);
      return isList(node.type) && !node.arguments?.some(({ name }) => name.value === 'limit');
    });
    expect(whole.length).toBeGreaterThan(3);
    expect(
      unnamed(whole, (one, from) =>
        withField<FieldDefinitionNode>(
          one,
          Kind.FIELD_DEFINITION,
          (field) => ({
            ...field,
            arguments: [
              ...(field.arguments ?? []),
              {
                kind: Kind.INPUT_VALUE_DEFINITION,
                name: text('limit'),
                type: { kind: Kind.NAMED_TYPE, name: text('Int') },
                defaultValue: { kind: Kind.INT, value: '20' },
              },
            ],
          }),
          from,
        ),
      ),
    ).toEqual([]);
  });

  it('Every input that we send is noticed when it is gone, and when it is of another type', () => {
    expect(missed(inputs.values(), (one) => withField(one, Kind.INPUT_VALUE_DEFINITION, () => null))).toEqual([]);
    expect(
      missed(inputs.values(), (one) =>
        withField<InputValueDefinitionNode>(one, Kind.INPUT_VALUE_DEFINITION, (field) => ({
          ...field,
          type: otherType(field.type),
        })),
      ),
    ).toEqual([]);
  });

  it('A new input that is required is noticed in every type that we fill', () => {
    const types = new Map([...inputs.values()].map((one) => [one.type, one]));
    expect(
      missed(types.values(), ({ type }) =>
        visit(ast, {
          InputObjectTypeDefinition: (node) =>
            node.name.value === type
              ? {
                  ...node,
                  fields: [
                    ...(node.fields ?? []),
                    {
                      kind: Kind.INPUT_VALUE_DEFINITION,
                      name: text('reason'),
                      type: { kind: Kind.NON_NULL_TYPE, type: { kind: Kind.NAMED_TYPE, name: text('String') } },
                    },
                  ],
                }
              : undefined,
        }),
      ),
    ).toEqual([]);
  });

  it('Every value of an enum that we read is noticed when it is gone', () => {
    const enums = new Map<string, Used>();
    for (const one of fields.values()) {
      const type = ours.getType(nameOf(fieldNode(one).type));
      if (isEnumType(type))
        for (const { name } of type.getValues()) enums.set(`${type.name}.${name}`, { ...one, type: type.name, name });
    }
    expect(enums.size).toBeGreaterThan(30);
    expect(
      unnamed([...enums.values()], ({ type, name }, from) =>
        visit(from, {
          EnumTypeDefinition: (node) =>
            node.name.value === type
              ? { ...node, values: node.values?.filter((value) => value.name.value !== name) ?? [] }
              : undefined,
        }),
      ),
    ).toEqual([]);
  });
});
