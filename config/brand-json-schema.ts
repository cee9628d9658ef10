import { z } from 'zod';
import { brandSchema } from './brand.js';

/** The brand file as JSON Schema, so that an editor completes and checks it while one writes. */
export function brandJsonSchema(): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Onepool brand file',
    ...z.toJSONSchema(brandSchema, { io: 'input' }),
  };
}

/** The keys that are allowed at a path of the brand file; for "did you mean". */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let here: unknown = brandJsonSchema();
  for (const step of path) {
    here = asObject(here);
    const node = here as Record<string, unknown>;
    here =
      typeof step === 'number' ? node.items : (asObject(node.properties)[String(step)] ?? node.additionalProperties);
  }
  return Object.keys(asObject(asObject(here).properties));
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
