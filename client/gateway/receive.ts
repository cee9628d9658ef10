import { createHash } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { followerOfEvent } from '../../domain/followers.js';
import type { System } from '../../domain/names.js';
import { type Inbox, type NewEvent, Unstorable } from '../../systems/database/port.js';
import type { EventSource } from './event-source.js';
import type { Waker } from './waker.js';

/** Centra hangs up after 5 s, Sitoo after 15 s; we answer before that. */
const STORE_WITHIN_MS = 4_000;

/** Far above any batch the contracts allow (Sitoo 10 thin events), and read in a few milliseconds. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** A body that can never be read: why, what tells it from others, and how long it was. */
interface DeadLetter {
  readonly why: string;
  readonly fingerprint: string;
  readonly bytes: number;
}

export interface Receiving {
  readonly inbox: Pick<Inbox, 'store'>;
  readonly waker: Waker;
  readonly log: Logger;
}

/**
 * Receives events of one source: verify, store, answer, and only then wake. 200 means that the events are in the inbox,
 * 503 that they could not be stored, so that the sender keeps them. What can never be read or stored becomes a dead
 * letter and is answered 200, since a refusal would hold up everything behind it.
 */
export function receiveEvents(app: FastifyInstance, source: EventSource, receiving: Receiving): void {
  const { system } = source;
  const { log } = receiving;

  const refuse = (request: FastifyRequest, reply: FastifyReply) => {
    log.warn({ system, path: request.routeOptions.url }, source.closed ?? 'Refused events from an unverified sender');
    return reply.code(source.refusal).send();
  };
  const { keep, bury } = keeping(system, receiving);

  for (const path of source.paths)
    app.post(path, {
      bodyLimit: BODY_LIMIT_BYTES,
      onRequest: async (request, reply) => {
        if (source.closed !== undefined || !source.provenByHeaders(request.headers)) return refuse(request, reply);
      },
      handler: async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        if (!source.provenByBody(request.headers, body)) return refuse(request, reply);
        const letter = { why: 'does not match the contract', fingerprint: sha256(body), bytes: body.length };
        const events = readable(source, body);
        return events === undefined ? bury(letter, reply) : keep(events, letter, reply);
      },
      errorHandler: async (error: FastifyError, request, reply) => {
        const announced = Number(request.headers['content-length'] ?? 0);
        // Only the headers are verified here, since the body was never read in full.
        if (source.refusal === 503 && error.statusCode !== undefined && PERMANENT.has(error.statusCode))
          return bury({ why: error.code, fingerprint: `${error.code}-${announced}`, bytes: announced }, reply);
        log.error({ system, err: error }, 'A request for events failed');
        return reply.code(source.refusal === 401 && isOurs(error) ? Number(error.statusCode) : 503).send();
      },
    });
}

/** Stores events of a system, or a dead letter in their place, and answers. */
function keeping(system: System, { inbox, waker, log }: Receiving) {
  async function keep(events: readonly NewEvent[], letter: DeadLetter, reply: FastifyReply): Promise<FastifyReply> {
    if (events.length === 0) return reply.code(200).send();
    try {
      const fresh = await within(STORE_WITHIN_MS, inbox.store(system, events));
      log.debug({ system, events: events.length, fresh }, 'Events stored');
    } catch (err) {
      if (err instanceof Unstorable && !isDeadLetter(events))
        return bury({ ...letter, why: 'cannot be stored' }, reply);
      log.error({ system, err }, 'Events could not be stored; the sender will repeat them');
      return reply.code(503).send();
    }
    // After the answer has left, or the sender has hung up: either way we have the events.
    const concerned = new Set(events.map(({ kind }) => followerOfEvent(system, kind)));
    reply.raw.once('close', () => {
      for (const follower of concerned) waker.ask(follower);
    });
    return reply.code(200).send();
  }

  /** Never the body itself: what we cannot read may hold a person's data. */
  function bury(letter: DeadLetter, reply: FastifyReply): Promise<FastifyReply> {
    const { why, fingerprint, bytes } = letter;
    log.error({ system, why, bytes }, 'A body could not be read; it was stored as a dead letter without its content');
    const raw = JSON.stringify({ why, bytes });
    const refused = `A body of ${bytes} bytes ${why in SENTENCES ? SENTENCES[why] : why}.`;
    return keep(
      [{ eventId: `${DEAD_LETTER}${fingerprint}`, kind: 'unreadable', subject: '', raw, refused }],
      letter,
      reply,
    );
  }

  return { keep, bury };
}

const DEAD_LETTER = 'unreadable-';
const isDeadLetter = (events: readonly NewEvent[]): boolean =>
  events.every(({ eventId }) => eventId.startsWith(DEAD_LETTER));

/** What went wrong before the body was read, in words. */
const SENTENCES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'is larger than any delivery',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'names a content type that does not exist',
};

/** Too large, or a content type nobody can parse: the same bytes would fail again. */
const PERMANENT: ReadonlySet<number> = new Set([413, 415]);

const isOurs = (error: FastifyError): boolean => error.statusCode !== undefined && error.statusCode < 500;

function readable(source: EventSource, body: Buffer): readonly NewEvent[] | undefined {
  try {
    return source.read(body);
  } catch {
    return undefined;
  }
}

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex').slice(0, 32);

/** The result of the work, or a failure after `ms`. The work itself continues: a later commit is a harmless repeat. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the inbox did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
