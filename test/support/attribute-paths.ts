import type { AttributeRow } from '../../domain/order/attribute-table.js';
import type { WebOrder } from '../../domain/order/web-order.js';

/** Where a value lies in an order; an attribute of the shop by its own name: `attributes[gift.wrap]`. */
export interface Path {
  readonly name: string;
}

/** Every plain value of an order, the words of an attribute's name left out. */
export function leavesOf(order: WebOrder): Path[] {
  const found: Path[] = [];
  changed(
    order,
    (path) => found.push(path) === 0,
    (value) => value,
  );
  return found;
}

/** A copy of the order in which every plain value at a chosen path is another one, or gone. */
export function changed(order: WebOrder, chosen: (path: Path) => boolean, to: (value: unknown) => unknown): WebOrder {
  const walk = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((element) => walk(element, `${name}[]`));
    if (typeof value !== 'object' || value === null) return chosen({ name }) ? to(value) : value;
    if (isAttribute(value)) return { ...value, value: walk(value.value, `attributes[${value.type}.${value.key}]`) };
    const entries = Object.entries(value).map(([key, v]) => [key, walk(v, name === '' ? key : `${name}.${key}`)]);
    return Object.fromEntries(entries.filter(([, v]) => v !== undefined));
  };
  return walk(order, '') as WebOrder;
}

function isAttribute(value: object): value is { type: string; key: string; value: string } {
  return 'type' in value && 'key' in value && 'value' in value;
}

/** The row that speaks of a path: its own, else that of what it lies in, else that of all attributes. */
export function rowFor({ name }: Path, table: readonly AttributeRow[]): AttributeRow | undefined {
  const own = table.find((row) => row.centra === name);
  if (own !== undefined) return own;
  const around = table.find((row) => name.startsWith(`${row.centra}.`) || name.startsWith(`${row.centra}[].`));
  if (around !== undefined) return around;
  return name.startsWith('attributes[') ? table.find((row) => row.centra === 'attributes[*]') : undefined;
}

/** The fields of a body as sent, by name; the elements of a list share one. Values as JSON. */
export function fieldsOf(body: unknown, name = '', fields = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(body)) for (const element of body) fieldsOf(element, `${name}[]`, fields);
  else if (typeof body === 'object' && body !== null)
    for (const [key, value] of Object.entries(body)) fieldsOf(value, name === '' ? key : `${name}.${key}`, fields);
  else if (body !== undefined) fields.set(name, (fields.get(name) ?? '') + JSON.stringify(body));
  return fields;
}
