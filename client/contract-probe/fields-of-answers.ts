import { z } from 'zod';
import type { System } from '../../domain/names.js';
import { type SeenAnswer, shapeOfRow } from '../../systems/answers-seen.js';

/** What was seen of one field that we read. Kinds and counts, never a value. */
export interface FieldSeen {
  readonly system: System;
  readonly operation: string;
  /** As `items[].orderitems[].sku`. */
  readonly path: string;
  /** The reader fails without it. */
  readonly required: boolean;
  /** Why it may well be in no sample; its reader says so with `meta({ onlySometimes })`. */
  readonly onlySometimes?: string;
  readonly expected: string;
  /** How often the object that should hold it was there. */
  readonly asked: number;
  readonly absent: number;
  readonly empty: number;
  /** Kinds that the reader does not take, with how often. */
  readonly otherKinds: Readonly<Record<string, number>>;
}

interface Entry {
  readonly required: boolean;
  readonly onlySometimes?: string;
  readonly expected: string;
  asked: number;
  absent: number;
  empty: number;
  readonly otherKinds: Map<string, number>;
}

/** Counts every field that readers expect, in every answer that comes. The list of fields is what their shapes hold. */
export class FieldsOfAnswers {
  readonly #entries = new Map<string, Entry>();

  add({ system, operation, answer, shape }: SeenAnswer): void {
    this.#walk({ shape, value: answer, key: `${system}\n${operation}\n` });
  }

  fields(): FieldSeen[] {
    return [...this.#entries].map(([key, { otherKinds, ...entry }]) => {
      const [system = '', operation = '', path = ''] = key.split('\n');
      return { system: asSystem(system), operation, path, ...entry, otherKinds: Object.fromEntries(otherKinds) };
    });
  }

  #walk({ shape, value, key }: { readonly shape: z.ZodType; readonly value: unknown; readonly key: string }): void {
    const { inner, ...traits } = unwrap(shape);
    const entry = this.#entry(key, inner, traits);
    entry.asked += 1;
    if (value === undefined) entry.absent += 1;
    else if (value === null) entry.empty += 1;
    if (value === undefined || value === null) return;
    if (inner instanceof z.ZodObject) {
      if (!isObject(value)) {
        addKind(entry, value);
        return;
      }
      for (const [name, field] of Object.entries(inner.shape))
        if (field instanceof z.ZodType) this.#walk({ shape: field, value: value[name], key: under(key, name) });
      return;
    }
    if (inner instanceof z.ZodArray) {
      if (!Array.isArray(value)) {
        addKind(entry, value);
        return;
      }
      const { element } = inner;
      if (element instanceof z.ZodType)
        for (const row of value) this.#walk({ shape: element, value: row, key: `${key}[]` });
      return;
    }
    if (!inner.safeParse(value).success) addKind(entry, value);
  }

  #entry(key: string, shape: z.ZodType, traits: Pick<Entry, 'required' | 'onlySometimes'>): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const entry = { ...traits, expected: nameOf(shape), asked: 0, absent: 0, empty: 0, otherKinds: new Map() };
    this.#entries.set(key, entry);
    return entry;
  }
}

/** What lies under optional, nullable and transforming wrappers, and whether a value must be there. */
function unwrap(shape: z.ZodType): { readonly inner: z.ZodType } & Pick<Entry, 'required' | 'onlySometimes'> {
  const onlySometimes = shape.meta()?.onlySometimes;
  const traits = typeof onlySometimes === 'string' ? { onlySometimes } : {};
  let inner = shapeOfRow(shape) ?? shape;
  let required = !(inner instanceof z.ZodUnknown);
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) required = false;
    const next: unknown =
      inner instanceof z.ZodPipe
        ? inner.def.in instanceof z.ZodTransform
          ? inner.def.out
          : inner.def.in
        : inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodReadonly
          ? inner.unwrap()
          : undefined;
    if (!(next instanceof z.ZodType)) return { inner, required, ...traits };
    inner = shapeOfRow(next) ?? next;
  }
}

const under = (key: string, name: string): string => (key.endsWith('\n') ? `${key}${name}` : `${key}.${name}`);

function addKind(entry: Entry, value: unknown): void {
  const kind = kindOf(value);
  entry.otherKinds.set(kind, (entry.otherKinds.get(kind) ?? 0) + 1);
}

/** A kind says nothing about what is in it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number';
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text';
  return typeof value;
}

function nameOf(shape: z.ZodType): string {
  if (shape instanceof z.ZodObject || shape instanceof z.ZodRecord) return 'object';
  if (shape instanceof z.ZodArray) return 'list';
  if (shape instanceof z.ZodString) return 'text';
  if (shape instanceof z.ZodNumber) return shape.isInt ? 'whole number' : 'number';
  return shape.type === 'boolean' ? 'true or false' : shape.type;
}

const SYSTEMS: readonly System[] = ['centra', 'sitoo', 'wms'];
const asSystem = (name: string): System => SYSTEMS.find((system) => system === name) ?? 'centra';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
