import { readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { buildSchema, isEnumType, isObjectType } from 'graphql';
import * as centra from '../../systems/centra/codes.js';
import { USUAL_INBOUND_STATUSES } from '../../systems/ongoing/read-inbound.js';
import { USUAL_STATUSES } from '../../systems/ongoing/statuses.js';
import * as sitoo from '../../systems/sitoo/codes.js';

/** What a counterpart writes for a state, a status, a type or a kind. */
export interface VendorCodes {
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** By its meaning in capitals, as a constant would be called. */
  readonly constants: ReadonlyMap<string, number>;
}

/** Names of things that code goes by; the names of objects and of sort orders are ordinary words. */
const NO_CODES = /^(EventObjectType|RateLimit.*|.*Sort)$/;

/** Everything that the adapters translate: the tables that they export, and every word that Centra's schema knows. */
export function vendorCodes(): VendorCodes {
  const schema = Object.values(buildSchema(readFileSync('systems/centra/schema.graphql', 'utf8')).getTypeMap());
  const enums = schema.filter((type) => isEnumType(type)).filter(({ name }) => !NO_CODES.test(name));
  const lines = schema.filter((type) => isObjectType(type)).filter(({ name }) => name.endsWith('OrderLine'));
  const tables = [...Object.values(centra), ...Object.values(sitoo)].filter((table) => typeof table === 'object');
  const entries = tables.flatMap((table) => Object.entries<string | number>(table));
  const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return {
    words: new Set([
      ...enums.flatMap((type) => type.getValues().map(({ name }) => name)),
      ...lines.map(({ name }) => name),
      ...tables.filter((table) => !Array.isArray(table)).flatMap((table) => textsIn(table)),
    ]),
    numbers: new Set([
      ...numbers.map(([, code]) => code),
      ...Object.values(USUAL_INBOUND_STATUSES).flat(),
      ...Object.values(USUAL_STATUSES).flat(),
    ]),
    constants: new Map(numbers.map(([meaning, code]) => [meaning.toUpperCase().replaceAll('-', '_'), code])),
  };
}

const textsIn = (table: object): string[] => Object.values(table).filter((value) => typeof value === 'string');

type Node = { readonly type?: string } & Readonly<Record<string, unknown>>;

/** What names like `order.state`, `orderstateid` or `STATUS` end in. */
const NAMES_A_CODE = /(state|status|type|kind|log)(id|number|code)?s?$/i;
const COMPARES = new Set(['===', '!==', '==', '!=']);

/** The places of a source that go by a code of a counterpart: its words anywhere, its numbers where a state or a type is meant. */
export function codesIn(text: string, codes: VendorCodes): string[] {
  const program: unknown = parseSync(text.replace(/^#!/, '//'), { syntax: 'typescript', target: 'es2022' });
  const found: string[] = [];
  const isCode = (node: Node | undefined): boolean => {
    const number = numberOf(node);
    return number !== undefined && codes.numbers.has(number);
  };
  const check = (subject: Node | undefined, value: Node | undefined): void => {
    if (isCode(value) && NAMES_A_CODE.test(nameOf(subject))) found.push(`${nameOf(subject)} ${numberOf(value)}`);
  };

  for (const node of nodesIn(program)) {
    const { type } = node;
    if (type === 'StringLiteral' && codes.words.has(String(node.value))) found.push(String(node.value));
    if (type === 'BinaryExpression' && COMPARES.has(String(node.operator))) {
      check(child(node, 'left'), child(node, 'right'));
      check(child(node, 'right'), child(node, 'left'));
    }
    if (type === 'SwitchStatement')
      for (const one of children(node, 'cases')) check(child(node, 'discriminant'), child(one, 'test'));
    if (type === 'KeyValueProperty') check(child(node, 'key'), child(node, 'value'));
    if (type === 'TsPropertySignature')
      check(child(node, 'key'), child(child(child(node, 'typeAnnotation'), 'typeAnnotation'), 'literal'));
    if (type === 'CallExpression' && nameOf(child(node, 'callee')) === 'includes')
      for (const element of children(child(child(node, 'callee'), 'object'), 'elements'))
        check(child(children(node, 'arguments')[0], 'expression'), child(element, 'expression'));
    if (type === 'ObjectExpression') {
      const keys = children(node, 'properties').map((property) => child(property, 'key'));
      if (keys.filter(isCode).length > 1) found.push(`a table of ${keys.map(numberOf).join(', ')}`);
    }
    if (type === 'VariableDeclarator') {
      const name = nameOf(child(node, 'id'));
      const value = numberOf(child(node, 'init'));
      if (value !== undefined && codes.constants.get(name) === value) found.push(`${name} = ${value}`);
    }
  }
  return found;
}

function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const part of Object.values(value)) yield* nodesIn(part);
}

const child = (node: Node | undefined, key: string): Node | undefined => node?.[key] as Node | undefined;
const children = (node: Node | undefined, key: string): Node[] => (child(node, key) ?? []) as unknown as Node[];

/** The last name of an expression: `state` of `order.state`, `STATES.open` is `open`. */
function nameOf(node: Node | undefined): string {
  if (node?.type === 'MemberExpression') return nameOf(child(node, 'property'));
  if (node?.type === 'OptionalChainingExpression') return nameOf(child(node, 'base'));
  return typeof node?.value === 'string' ? node.value : '';
}

function numberOf(node: Node | undefined): number | undefined {
  if (node?.type === 'Computed') return numberOf(child(node, 'expression'));
  if (node?.type === 'NumericLiteral') return node.value as number;
  const inner =
    node?.type === 'UnaryExpression' && node.operator === '-' ? numberOf(child(node, 'argument')) : undefined;
  return inner === undefined ? undefined : -inner;
}
