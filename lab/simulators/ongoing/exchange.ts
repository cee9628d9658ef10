import type { IncomingMessage } from 'node:http';
import { ZodError } from 'zod';
import type { Answer } from '../kit/answer.js';
import type { CallLog } from '../kit/call-log.js';
import { Refusal } from './refusal.js';

/** The operation's name as the vendor's reference has it, with the id of a single order taken out of the path. */
export function operationOf(method: string, path: string): { operation: string; id: number | undefined } {
  const single = /^(orders)\/(\d+)$/.exec(path);
  const [, resource = path, id] = single ?? [];
  return { operation: `${method} ${resource}`, id: id === undefined ? undefined : Number(id) };
}

export async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Runs a handler and puts its refusal into the vendor's words. */
export function attempt(handle: () => { status: number; body: object }): Answer {
  try {
    const { status, body } = handle();
    return { status, json: body };
  } catch (problem) {
    if (problem instanceof Refusal) return { status: problem.status, json: { message: problem.message } };
    if (problem instanceof ZodError || problem instanceof SyntaxError) {
      return { status: 400, json: { message: problem.message } };
    }
    return { status: 500, json: { Message: 'An error has occurred.' } };
  }
}

/**
 * Two things that a tenant was seen to choke on: the extra headers of the global `fetch` (500 whatever was asked), and a
 * chunked body.
 */
export function refuseOddTransport(message: IncomingMessage, log: CallLog): void {
  if (message.headers['sec-fetch-mode'] !== undefined) {
    log.refuse('sent by the global fetch');
    throw new Error('the headers of fetch');
  }
  if (message.headers['transfer-encoding'] !== undefined) {
    log.refuse('sent without content-length');
    throw new Refusal(411, 'Length required.');
  }
}
