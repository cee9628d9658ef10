import { code } from './markdown.js';

export interface BrandKey {
  /** `locations[].openingHours.<name>` */
  readonly path: string;
  readonly type: string;
  readonly standard: string;
  readonly meaning: string;
}

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
}

/**
 * Every key of a JSON Schema in the order of the file, nested ones by their whole path.
 * @param standards the default of the object that holds the keys: what it says about a key counts more than the key's own
 */
export function brandKeys(schema: Schema, prefix = '', standards: Standards = {}): BrandKey[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const path = `${prefix}${key}`;
    const standard = standards[key] ?? value.default;
    const isRequired = schema.required?.includes(key) === true;
    const self = {
      path,
      type: typeOf(value),
      standard: isRequired ? 'required' : formatStandard(standard),
      meaning: value.description ?? '',
    };
    return [self, ...keysBelow(value, path, isObject(standard) ? standard : {})];
  });
}

type Standards = Readonly<Record<string, unknown>>;

/** Keys of an object, of the objects in a list, and of the objects under names of the reader's choice. */
function keysBelow(schema: Schema, path: string, standards: Standards): BrandKey[] {
  if (schema.items !== undefined) return keysBelow(schema.items, `${path}[]`, {});
  if (typeof schema.additionalProperties === 'object')
    return keysBelow(schema.additionalProperties, `${path}.<name>`, {});
  return brandKeys(schema, `${path}.`, standards);
}

function typeOf(schema: Schema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(choiceOf).join(' or ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(' or ');
  if (schema.items !== undefined) return schema.items.properties === undefined ? listOf(typeOf(schema.items)) : 'list';
  if (typeof schema.additionalProperties === 'object') return mapOf(schema.propertyNames, schema.additionalProperties);
  if (schema.properties !== undefined) return 'section';
  if (schema.format === 'date') return 'date';
  return schema.title ?? TYPES[schema.type ?? ''] ?? 'anything';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

const listOf = (type: string): string =>
  `list of ${type.replace(/^time of day$/, 'times of day').replace(/(text|number|span|date)$/, '$1s')}`;

/** One of several forms of a value. An object among them is short enough to be shown whole: `{ every: duration }`. */
function choiceOf(schema: Schema): string {
  const keys = Object.entries(schema.properties ?? {});
  return keys.length === 0
    ? typeOf(schema)
    : `{ ${keys.map(([key, value]) => `${key}: ${typeOf(value)}`).join(', ')} }`;
}

function mapOf(names: Schema | undefined, values: Schema): string {
  const keys = names?.enum?.map((name) => code(String(name))).join(', ') ?? 'names of your choice';
  return values.properties === undefined ? `section of ${keys}, each ${typeOf(values)}` : `section of ${keys}`;
}

function formatStandard(value: unknown): string {
  if (value === undefined) return '';
  if (isObject(value)) return '';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

const isObject = (value: unknown): value is Standards =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
