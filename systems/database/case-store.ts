import type { Query } from './database.js';
import type { CaseFilter, CaseKey, CaseRow, CaseStore } from './port.js';

interface CaseColumns {
  case_id: string;
  workflow_id: string;
  brand: string;
  code: string;
  codes: string[];
  owner: string;
  severity: string;
  subject: string;
  location: string | null;
  what_happened: string;
  what_to_do: string;
  answers: string[];
  opened_at: Date;
  answer_by: Date | null;
  closed_at: Date | null;
  outcome: string | null;
  resolved_by: string | null;
}

interface TrailColumns {
  at: string;
  what: string;
  by: string;
  note: string | null;
}

export function caseStore(query: Query): CaseStore {
  return {
    async recordOpened(row) {
      // A repeat has the same moment and changes nothing; a later moment for a closed case opens it again.
      await query(
        `with opened as (
           insert into cases (case_id, workflow_id, brand, code, codes, owner, severity, subject, location,
             what_happened, what_to_do, answers, opened_at, answer_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           on conflict (case_id) do update
             set code = excluded.code, codes = excluded.codes, owner = excluded.owner, severity = excluded.severity,
                 subject = excluded.subject, location = excluded.location, what_happened = excluded.what_happened,
                 what_to_do = excluded.what_to_do, answers = excluded.answers, opened_at = excluded.opened_at,
                 answer_by = excluded.answer_by, closed_at = null, outcome = null, resolved_by = null
             where cases.closed_at is not null and excluded.opened_at > cases.opened_at
           returning case_id)
         insert into case_trail (case_id, what, by) select case_id, 'opened', 'onepool' from opened`,
        [
          row.caseId,
          row.workflowId,
          row.brand,
          row.code,
          row.codes,
          row.owner,
          row.severity,
          row.subject,
          row.location ?? null,
          row.whatHappened,
          row.whatToDo,
          row.answers,
          row.openedAt,
          row.answerBy ?? null,
        ],
      );
    },
    async recordClosed(caseId, { answer, by, note }) {
      await query(
        `with closed as (
           update cases set closed_at = now(), outcome = $2, resolved_by = $3
           where case_id = $1 and closed_at is null returning case_id)
         insert into case_trail (case_id, what, by, note) select case_id, 'closed: ' || $2, $3, $4 from closed`,
        [caseId, answer, by, note ?? null],
      );
    },
    async list(filter, limit, after) {
      const { conditions, order, values } = listing(filter, after);
      const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
      const { rows } = await query<CaseColumns>(
        `select * from cases ${where} order by ${order} limit $${values.length + 1}`,
        [...values, limit],
      );
      return rows.map(caseRow);
    },
    async show(caseId) {
      const { rows } = await query<CaseColumns & { trail: TrailColumns[] }>(
        `select cases.*, coalesce((
           select json_agg(json_build_object('at', at, 'what', what, 'by', by, 'note', note) order by id)
           from case_trail where case_trail.case_id = cases.case_id), '[]') as trail
         from cases where case_id = $1`,
        [caseId],
      );
      const [found] = rows;
      if (found === undefined) return undefined;
      const trail = found.trail.map(({ at, what, by, note }) => ({
        at: new Date(at).toISOString(),
        what,
        by,
        ...(note === null ? {} : { note }),
      }));
      return { row: caseRow(found), trail };
    },
    async addToTrail(caseId, { what, by, note }) {
      await query(
        `insert into case_trail (case_id, what, by, note)
         select $1, $2, $3, $4 where not exists (
           select from (select * from case_trail where case_id = $1 order by id desc limit 1) as last
           where (last.what, last.by, last.note) is not distinct from ($2, $3, $4::text))`,
        [caseId, what, by, note ?? null],
      );
    },
  };
}

/** Only what is asked for becomes a condition: a statement that answers every question reads every case that there ever was. */
function listing(
  { owner, code, open, subject, subjects }: CaseFilter,
  after: CaseKey | undefined,
): { readonly conditions: readonly string[]; readonly order: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (owner !== undefined) conditions.push(`owner = ${given(owner)}`);
  if (code !== undefined) conditions.push(`${given(code)} = any(codes || code)`);
  if (subject !== undefined) conditions.push(`subject = ${given(subject)}`);
  if (subjects !== undefined) conditions.push(`subject = any(${given(subjects)}::text[])`);
  if (open !== undefined) conditions.push(`closed_at is ${open ? '' : 'not '}null`);
  if (after !== undefined) conditions.push(`(opened_at, case_id) > (${given(after.openedAt)}, ${given(after.caseId)})`);
  const order = open ? 'opened_at, case_id' : 'closed_at desc nulls first, opened_at, case_id';
  return { conditions, order, values };
}

function caseRow(row: CaseColumns): CaseRow {
  return {
    caseId: row.case_id,
    workflowId: row.workflow_id,
    brand: row.brand,
    code: row.code,
    codes: row.codes,
    owner: row.owner,
    severity: row.severity,
    subject: row.subject,
    ...(row.location === null ? {} : { location: row.location }),
    whatHappened: row.what_happened,
    whatToDo: row.what_to_do,
    answers: row.answers,
    openedAt: row.opened_at.toISOString(),
    ...(row.answer_by === null ? {} : { answerBy: row.answer_by.toISOString() }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.resolved_by === null ? {} : { resolvedBy: row.resolved_by }),
  };
}
