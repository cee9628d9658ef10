import { FOLLOWERS, STOCK_MOVED } from '../../domain/followers.js';
import type { Query } from './database.js';
import { type Inbox, type InboxRow, Unstorable } from './port.js';
import { storableText } from './storable.js';

interface InboxColumns {
  id: string;
  system: InboxRow['system'];
  event_id: string;
  kind: string;
  subject: string;
  raw: string;
  received_at: Date;
  handled_at: Date | null;
  refused: string | null;
  refused_at: Date | null;
  discarded_by: string | null;
}

/** Longest reason that is kept with a refused event: a sentence or two. */
const LONGEST_REASON = 500;
/** Rows that one statement deletes: few enough to take milliseconds. */
const DELETED_AT_ONCE = 1_000;

export function inbox(query: Query): Inbox {
  return {
    async store(system, events) {
      if (events.length === 0) return 0;
      const stored = await query(
        `insert into inbox (system, event_id, kind, subject, raw, refused, refused_at)
         select $1, event_id, kind, subject, raw, refused, case when refused is not null then now() end
         from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) e (event_id, kind, subject, raw, refused)
         on conflict (system, event_id) do nothing`,
        [
          system,
          events.map((event) => event.eventId),
          events.map((event) => event.kind),
          events.map((event) => event.subject),
          events.map((event) => event.raw),
          events.map((event) => event.refused ?? null),
        ],
      ).catch((problem) => {
        throw isAboutContent(problem) ? new Unstorable('The database refuses the content of an event.') : problem;
      });
      return stored.rowCount ?? 0;
    },
    async pending(follower, limit) {
      const { rows } = await query<{ id: string; kind: string; subject: string }>(
        `select id, kind, subject from inbox
         where system = $1 and (kind = $2) = $3 and handled_at is null and refused is null order by id limit $4`,
        [FOLLOWERS[follower].system, STOCK_MOVED, follower === 'till-sales', limit],
      );
      return rows.map((row) => ({ ...row, id: Number(row.id) }));
    },
    async markHandled(ids) {
      if (ids.length === 0) return;
      await query(
        'update inbox set handled_at = now() where id = any($1::bigint[]) and handled_at is null and refused is null',
        [ids],
      );
    },
    async markRefused(id, why) {
      await query(
        'update inbox set refused = $2, refused_at = now() where id = $1 and handled_at is null and refused is null',
        [id, storableText(why).slice(0, LONGEST_REASON)],
      );
    },
    ...refusedEvents(query),
    ...rounds(query),
    async prune(olderThan) {
      const deleted = await query(
        `delete from inbox where id = any(array(
           select id from inbox where handled_at < $1::timestamptz order by handled_at limit ${DELETED_AT_ONCE}))`,
        [olderThan],
      );
      return deleted.rowCount ?? 0;
    },
  };
}

/** Classes of PostgreSQL's errors: a value that is none (22), and one that is too large for what holds it (54). */
const isAboutContent = (problem: unknown): boolean =>
  typeof problem === 'object' &&
  problem !== null &&
  'code' in problem &&
  typeof problem.code === 'string' &&
  /^(22|54)/.test(problem.code);

/** What a person does with events that no follower can handle. */
function refusedEvents(query: Query): Pick<Inbox, 'refused' | 'show' | 'retry' | 'discard'> {
  return {
    async refused(limit, system) {
      const { rows } = await query<InboxColumns>(
        `select * from inbox where handled_at is null and refused is not null and ($2::text is null or system = $2)
         order by id limit $1`,
        [limit, system ?? null],
      );
      return rows.map(inboxRow);
    },
    async show(id) {
      const { rows } = await query<InboxColumns>('select * from inbox where id = $1', [id]);
      return rows.map(inboxRow)[0];
    },
    async retry(id) {
      const changed = await query(
        `update inbox set refused = null, refused_at = null
         where id = $1 and handled_at is null and refused is not null`,
        [id],
      );
      return changed.rowCount === 1;
    },
    async discard(id, by) {
      const changed = await query(
        `update inbox set handled_at = now(), discarded_by = $2
         where id = $1 and handled_at is null and refused is not null`,
        [id, by],
      );
      return changed.rowCount === 1;
    },
  };
}

function rounds(query: Query): Pick<Inbox, 'beginRound' | 'roundsBegun'> {
  return {
    async beginRound(follower) {
      await query(
        `insert into follower_rounds as r (follower, rounds) values ($1, 1)
         on conflict (follower) do update set rounds = r.rounds + 1`,
        [follower],
      );
    },
    async roundsBegun(follower) {
      const { rows } = await query<{ rounds: string }>('select rounds from follower_rounds where follower = $1', [
        follower,
      ]);
      return Number(rows[0]?.rounds ?? 0);
    },
  };
}

const inboxRow = (row: InboxColumns): InboxRow => ({
  id: Number(row.id),
  system: row.system,
  eventId: row.event_id,
  kind: row.kind,
  subject: row.subject,
  raw: row.raw,
  receivedAt: row.received_at.toISOString(),
  ...(row.handled_at === null ? {} : { handledAt: row.handled_at.toISOString() }),
  ...(row.refused === null ? {} : { refused: row.refused }),
  ...(row.refused_at === null ? {} : { refusedAt: row.refused_at.toISOString() }),
  ...(row.discarded_by === null ? {} : { discardedBy: row.discarded_by }),
});
