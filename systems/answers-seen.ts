import { z } from 'zod';
import type { System } from '../domain/names.js';

/** An answer of a counterpart as it came, and the shape that its reader expects. */
export interface SeenAnswer {
  readonly system: System;
  /** As problems name it: `orders`, `GET warehouseitems`. */
  readonly operation: string;
  readonly answer: unknown;
  readonly shape: z.ZodType;
}

type Watcher = (seen: SeenAnswer) => void;

const watchers = new Set<Watcher>();
const shapesOfRows = new WeakMap<z.ZodType, z.ZodType>();

/**
 * Hands every answer of this process to a watcher before it is parsed: this is how `onepool doctor --contract` learns which
 * fields we rely on, from the readers themselves. Answers hold personal data.
 * @returns ends the watch
 */
export function watchAnswers(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Called by the adapters for each answer that is no refusal. */
export function answerSeen(seen: SeenAnswer): void {
  for (const watcher of watchers) watcher(seen);
}

/** A row of a list that its reader parses by itself, so that one odd row hides no other. */
export function rowOf(shape: z.ZodType): z.ZodUnknown {
  const row = z.unknown();
  shapesOfRows.set(row, shape);
  return row;
}

/** The shape of a row made by {@link rowOf}; undefined for any other. */
export const shapeOfRow = (row: z.ZodType): z.ZodType | undefined => shapesOfRows.get(row);
