import {
  coerceInputValue,
  type DocumentNode,
  type GraphQLArgument,
  GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  TypeInfo,
  typeFromAST,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { UNKNOWN_LISTS } from '../../systems/centra/nested-lists.js';

/** A document that we send, with variables as our code sends them. */
export interface SentDocument {
  readonly name: string;
  readonly document: DocumentNode;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** Where a live schema differs from ours in something that we use. Names of types and fields only. */
export interface SchemaDifference {
  /** What breaks something, or what may. */
  readonly severity: 'breaks' | 'may-break';
  /** As `OrderLine.quantity`, or the document for what the schema refuses of it. */
  readonly subject: string;
  readonly sentence: string;
  /** The documents that it touches. */
  readonly documents: readonly string[];
}

type Report = (difference: Omit<SchemaDifference, 'documents'>) => void;

/** Finds every difference of a live schema from ours in what our documents and their variables use. */
export function compareSchemas(
  ours: GraphQLSchema,
  live: GraphQLSchema,
  sent: readonly SentDocument[],
): SchemaDifference[] {
  const found = new Map<string, SchemaDifference & { readonly documents: string[] }>();
  for (const one of sent) {
    const report: Report = (difference) => {
      const key = `${difference.subject}\n${difference.sentence}`;
      const known = found.get(key) ?? { ...difference, documents: [] };
      if (!known.documents.includes(one.name)) known.documents.push(one.name);
      found.set(key, known);
    };
    for (const { message } of validate(live, one.document))
      report({ severity: 'breaks', subject: one.name, sentence: message });
    compareSelections(ours, live, { document: one.document, report });
    for (const variables of one.variables) compareVariables({ ours, live, report }, one.document, variables);
  }
  return [...found.values()];
}

/** Fields by what they answer: their type, what may be null, what is cut, what is to go. */
function compareSelections(
  ours: GraphQLSchema,
  live: GraphQLSchema,
  { document, report }: { readonly document: DocumentNode; readonly report: Report },
): void {
  const info = new TypeInfo(ours);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType();
        const known = info.getFieldDef();
        if (!parent || !known || node.name.value.startsWith('__')) return;
        const theirs = live.getType(parent.name);
        const field = theirs && 'getFields' in theirs ? theirs.getFields()[node.name.value] : undefined;
        // A field that is gone, or an input in its place, is what the document's validation says.
        if (field === undefined || !('args' in field)) return;
        const subject = `${parent.name}.${known.name}`;
        compareOutput({ subject, report, live }, known.type, field.type);
        const given = new Set((node.arguments ?? []).map(({ name }) => name.value));
        compareArguments({ subject, report }, { known, field, given });
        if (field.deprecationReason != null)
          report({ severity: 'may-break', subject, sentence: `${subject} is deprecated and will go.` });
      },
    }),
  );
}

interface At {
  readonly subject: string;
  readonly report: Report;
  readonly live: GraphQLSchema;
}

function compareOutput(at: At, ours: GraphQLType, live: GraphQLType): void {
  const { subject, report } = at;
  if (isNonNullType(ours) && !isNonNullType(live)) {
    report({ severity: 'breaks', subject, sentence: `${subject} may be null; we count on a value.` });
    compareOutput(at, ours.ofType, live);
    return;
  }
  if (isNonNullType(ours) || isNonNullType(live)) {
    compareOutput(at, isNonNullType(ours) ? ours.ofType : ours, isNonNullType(live) ? live.ofType : live);
    return;
  }
  if (isListType(ours) && isListType(live)) {
    compareOutput(at, ours.ofType, live.ofType);
    return;
  }
  if (isListType(ours) || isListType(live) || getNamedType(ours).name !== getNamedType(live).name) {
    const severity = isLeafType(ours) || isLeafType(live) || isListType(ours) || isListType(live);
    report({
      severity: severity ? 'breaks' : 'may-break',
      subject,
      sentence: `${subject} is of type ${String(live)}; we read it as ${String(ours)}.`,
    });
    return;
  }
  if (ours instanceof GraphQLEnumType && live instanceof GraphQLEnumType) compareEnums(report, ours, live);
  if (isAbstractType(ours)) compareKinds(at, ours.name);
}

/** Values that we know and that are gone would be waited for without end; new ones are unknown to us. */
function compareEnums(report: Report, ours: GraphQLEnumType, live: GraphQLEnumType): void {
  const [known, theirs] = [ours, live].map((type) => type.getValues().map(({ name }) => name));
  for (const name of known ?? [])
    if (!theirs?.includes(name))
      report({ severity: 'breaks', subject: ours.name, sentence: `${ours.name} has no value ${name}; we go by it.` });
  for (const name of theirs ?? [])
    if (!known?.includes(name))
      report({
        severity: 'may-break',
        subject: ours.name,
        sentence: `${ours.name} has a new value ${name}, which is unknown to us.`,
      });
}

/** Kinds of objects behind an interface or a union. */
function compareKinds({ report, live, subject }: At, name: string): void {
  const theirs = live.getType(name);
  if (!theirs || !isAbstractType(theirs))
    report({
      severity: 'breaks',
      subject,
      sentence: `${name} stands for one kind of object; we tell its kinds apart.`,
    });
}

/** Arguments that we do not give: a list that is cut without one, and defaults that are not ours. */
function compareArguments(
  { subject, report }: Pick<At, 'subject' | 'report'>,
  {
    known,
    field,
    given,
  }: {
    readonly known: GraphQLField<unknown, unknown>;
    readonly field: GraphQLField<unknown, unknown>;
    readonly given: ReadonlySet<string>;
  },
): void {
  for (const argument of field.args) {
    const { name, defaultValue } = argument;
    if (given.has(name)) {
      if (argument.deprecationReason != null)
        report({ severity: 'may-break', subject, sentence: `The argument ${name} of ${subject} is deprecated.` });
      continue;
    }
    const ours = known.args.find((one) => one.name === name);
    if (isListLimit(field, argument)) {
      if (defaultValue !== undefined && defaultValue !== null && ASKED_WHEN_CUT.has(subject))
        report({
          severity: 'may-break',
          subject,
          sentence: `${subject} is cut at ${String(defaultValue)} unless the argument ${name} is given; we give it.`,
        });
      else if (defaultValue !== undefined && defaultValue !== null)
        report({
          severity: 'breaks',
          subject,
          sentence: `${subject} is cut at ${String(defaultValue)} unless the argument ${name} is given; we read it as whole.`,
        });
      else if (ours === undefined)
        report({ severity: 'may-break', subject, sentence: `${subject} takes an argument ${name}: it may be cut.` });
    } else if (ours !== undefined && JSON.stringify(ours.defaultValue) !== JSON.stringify(defaultValue))
      report({ severity: 'may-break', subject, sentence: `The default of ${name} of ${subject} is not what it was.` });
  }
}

/** Lists whose documents get a limit where the endpoint takes one. */
const ASKED_WHEN_CUT: ReadonlySet<string> = new Set(UNKNOWN_LISTS);

const LIMITS: readonly string[] = ['limit', 'first', 'last', 'num', 'pageSize', 'perPage', 'take', 'count'];
const isListLimit = (field: GraphQLField<unknown, unknown>, { name }: GraphQLArgument): boolean =>
  LIMITS.includes(name) && isListType(isNonNullType(field.type) ? field.type.ofType : field.type);

/** Variables as our code sends them: whether the live types take them, and whether they are of the types that we know. */
function compareVariables(
  { ours, live, report }: { readonly ours: GraphQLSchema; readonly live: GraphQLSchema; readonly report: Report },
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type } of definition.variableDefinitions ?? []) {
      const [known, theirs] = [ours, live].map((schema) => inputType(schema, type));
      const value = variables[variable.name.value];
      // A type that is gone is what the document's validation says.
      if (known === undefined || theirs === undefined || value === undefined) continue;
      coerceInputValue(value, theirs, (path, _invalid, error) => {
        const at = [variable.name.value, ...path.filter((key) => typeof key === 'string')].join('.');
        report({ severity: 'breaks', subject: at, sentence: error.message });
      });
      compareInput({ report, subject: `$${variable.name.value}` }, { known, theirs }, value);
    }
  }
}

const inputType = (schema: GraphQLSchema, node: Parameters<typeof typeFromAST>[1]): GraphQLInputType | undefined => {
  const type = typeFromAST(schema, node);
  return type && isInputType(type) ? type : undefined;
};

function compareInput(
  at: Pick<At, 'report' | 'subject'>,
  { known, theirs }: { readonly known: GraphQLType; readonly theirs: GraphQLType },
  value: unknown,
): void {
  if (value === undefined || value === null) return;
  if (isNonNullType(known) || isNonNullType(theirs)) {
    const bare = (type: GraphQLType) => (isNonNullType(type) ? type.ofType : type);
    compareInput(at, { known: bare(known), theirs: bare(theirs) }, value);
    return;
  }
  if (isListType(known) && isListType(theirs)) {
    for (const one of Array.isArray(value) ? value : [value])
      compareInput(at, { known: known.ofType, theirs: theirs.ofType }, one);
    return;
  }
  if (String(known) !== String(theirs)) {
    at.report({
      severity: 'breaks',
      subject: at.subject,
      sentence: `${at.subject} takes ${String(theirs)}; we send ${String(known)}.`,
    });
    return;
  }
  if (!isInputObjectType(known) || !isInputObjectType(theirs) || typeof value !== 'object') return;
  const fields = theirs.getFields();
  for (const [name, sub] of Object.entries(value)) {
    const [ours, field] = [known.getFields()[name], fields[name]];
    // A field that is not there is what coercion says.
    if (!ours || !field) continue;
    const subject = `${theirs.name}.${name}`;
    if (field.deprecationReason != null)
      at.report({ severity: 'may-break', subject, sentence: `${subject} is deprecated and will go.` });
    if (isRequiredInputField(field) && !isRequiredInputField(ours))
      at.report({ severity: 'breaks', subject, sentence: `${subject} has become required; we may leave it out.` });
    compareInput({ ...at, subject }, { known: ours.type, theirs: field.type }, sub);
  }
}

/** Lists of a live schema that are cut unless a limit is given, as `Type.field`. */
export function cutListsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const cut = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.args.some((argument) => isListLimit(field, argument) && argument.defaultValue != null))
        cut.add(`${type.name}.${field.name}`);
  }
  return cut;
}
