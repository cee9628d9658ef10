import type { System } from '../../domain/names.js';
import { type Finding, good, problem, warning } from '../doctor/finding.js';
import type { FailedRead } from './attempts.js';
import type { SchemaDifference } from './compare-schemas.js';
import type { FieldSeen } from './fields-of-answers.js';
import type { AnsweredFact, Probed } from './probe.js';
import { USES_OF_DOCUMENTS, USES_OF_OPERATIONS } from './uses.js';

export const CHECKS: Readonly<Record<System, string>> = {
  centra: 'contract of Centra',
  sitoo: 'contract of Sitoo',
  wms: 'contract of the WMS',
};
const SYSTEMS = Object.keys(CHECKS) as System[];

/** What to do about a contract that is not what we know. */
const SEND = 'Send us the report, and do not start before it is answered.';
const SEND_SOON = 'Send us the report.';

/** A finding for each thing that differs, with what breaks and what to do; for each counterpart how much fits. */
export function findingsOf(probed: Probed): Finding[] {
  return SYSTEMS.flatMap((system) => {
    const fields = probed.fields.filter((field) => field.system === system);
    const failed = probed.failed.filter((one) => one.system === system);
    const differing = [
      ...(system === 'centra' ? probed.differences.map(differenceFinding) : []),
      ...failed.map(failedFinding),
      ...fields.flatMap((field) => fieldFinding(field) ?? []),
    ];
    return [
      ...differing,
      ...(differing.length === 0 ? [good(CHECKS[system], whatFits(fields))] : []),
      ...factFindings(probed.facts.filter((fact) => fact.system === system)),
    ];
  });
}

function differenceFinding({ severity, sentence, documents }: SchemaDifference): Finding {
  const uses = [...new Set(documents.flatMap((name) => USES_OF_DOCUMENTS[name] ?? []))].slice(0, 3).join('; ');
  const where = `${sentence.replace(/\.?$/, '.')} Documents: ${documents.join(', ')}.`;
  return severity === 'breaks'
    ? problem(CHECKS.centra, `${where} As it is, ${uses}. ${SEND}`)
    : warning(CHECKS.centra, `${where} It may be that ${uses}. ${SEND_SOON}`);
}

const REMEDIES: Readonly<Record<FailedRead['kind'], string>> = {
  unauthorised: 'Add the permission to the token or the user, then run this again.',
  rejected: SEND,
  'malformed-answer': SEND,
  'unreadable-rows': SEND,
  unexpected: SEND,
  unreachable: 'Run this again.',
  throttled: 'Run this again when less is going on.',
  'unknown-outcome': 'Run this again.',
};

function failedFinding({ system, read, operation, kind, rows, message }: FailedRead): Finding {
  const use = USES_OF_OPERATIONS[system][operation] ?? 'nothing is known of what it reads';
  const what = rows === undefined ? `could not be read: ${message}` : `has ${rows} rows that its reader refuses.`;
  return problem(CHECKS[system], `${read} ${what} As it is, ${use}. ${REMEDIES[kind]}`);
}

/** What is wrong with a field, if anything is. An optional one that is never there may have another name now. */
function fieldFinding(field: FieldSeen): Finding | undefined {
  const { system, operation, path, required, onlySometimes, expected, asked, absent, empty, otherKinds } = field;
  const what = `${operation}, field ${path === '' ? '(the answer itself)' : path}`;
  const breaks = ` As it is, ${USES_OF_OPERATIONS[system][operation] ?? 'nothing is known of what it reads'}.`;
  const kinds = Object.entries(otherKinds).map(([kind, times]) => `${kind} (${times} of ${asked})`);
  if (kinds.length > 0)
    return problem(CHECKS[system], `${what}: it is ${kinds.join(', ')} where we read ${expected}.${breaks} ${SEND}`);
  if (required && absent + empty > 0)
    return problem(
      CHECKS[system],
      `${what}: it is ${absent > 0 ? 'absent' : 'null'} in ${absent + empty} of ${asked}.${breaks} ${SEND}`,
    );
  if (!required && onlySometimes === undefined && absent === asked && system !== 'centra')
    return warning(
      CHECKS[system],
      `${what}: it is in none of ${asked} samples, and may be called otherwise. What it says is not taken into account. ${SEND_SOON}`,
    );
  return undefined;
}

function whatFits(fields: readonly FieldSeen[]): string {
  const operations = new Set(fields.map(({ operation }) => operation)).size;
  const seen = fields.filter(({ asked, absent, empty }) => asked > absent + empty).length;
  return `${operations} reads fit, with ${seen} of ${fields.length} fields that we read seen in samples`;
}

/** Answered questions one by one, the others in one sentence: none of them needs anyone. */
function factFindings(facts: readonly AnsweredFact[]): Finding[] {
  const system = facts[0]?.system;
  if (system === undefined) return [];
  const check = `open questions, ${CHECKS[system]}`;
  const answered = facts.flatMap(({ name, fact, reading }) =>
    reading === undefined ? [] : [good(check, `${name} is "${reading}": ${fact.readings[reading]}`)],
  );
  const open = facts.filter(({ reading }) => reading === undefined).map(({ name }) => name);
  return open.length === 0
    ? answered
    : [...answered, good(check, `these samples do not show ${open.join(', ')}; we do right either way`)];
}
