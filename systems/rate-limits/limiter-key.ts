import { createHash } from 'node:crypto';
import type { System } from '../../domain/names.js';

/**
 * The number by which all processes with this credential meet in PostgreSQL: a hash, so that the secret itself is
 * never stored. As text, since it may be larger than a JavaScript number can hold.
 */
export function limiterKey(purpose: 'slot' | 'budget', system: System, credential: string): string {
  const hash = createHash('sha256').update(`${purpose}\n${system}\n${credential}`).digest();
  return hash.readBigInt64BE(0).toString();
}
