import type { LineUnits } from '../../domain/order/split-order.js';

/** Our lines as Centra takes them: its order line ids are numbers. */
export const centraLines = (lines: readonly LineUnits[]): { line: number; quantity: number }[] =>
  lines.map(({ line, quantity }) => ({ line: Number(line), quantity }));
