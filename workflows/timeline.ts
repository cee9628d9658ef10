import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Case } from '../domain/cases/case.js';
import { asMarkdown, showInSearch } from './cases/as-markdown.js';
import type { TimelineEntry } from './messages.js';
import { Stage } from './search-attributes.js';

/** Longest timeline kept; a process that needs more has cases that say the rest. */
const MAX_ENTRIES = 200;

/** How a process shows itself to people: the stage they search by, and its page in the Temporal Web UI. */
export interface Timeline<OfStage extends string> {
  readonly entries: readonly TimelineEntry[];
  readonly stage: OfStage;
  /** What the process waits for, in a sentence. */
  readonly next: string;
  /** Adds what happened just now. */
  add(sentence: string): void;
  /** Says what the process waits for from now on. */
  expect(next: string): void;
  /** Search attributes are upserted on real changes only: each upsert costs an event. */
  setStage(stage: OfStage): void;
  showCases(cases: readonly Case[]): void;
}

export interface OpenTimeline<OfStage extends string> {
  /** As the search attribute was set when the process started. */
  readonly stage: OfStage;
  readonly next: string;
  /** What the process works on, as a Markdown table; empty while there is nothing to show. */
  readonly table: () => string;
  /** Search attributes beside the stage. */
  readonly attributes?: () => readonly SearchAttributeUpdatePair[];
}

export function openTimeline<OfStage extends string>({
  table,
  attributes = () => [],
  ...start
}: OpenTimeline<OfStage>): Timeline<OfStage> {
  const entries: TimelineEntry[] = [];
  let { stage, next } = start;
  let cases = '';
  let shown = JSON.stringify([stage, attributes()]);

  /** The page costs no event. */
  function showPage(): void {
    const happened = entries.map(({ at, what }) => `- ${at} ${what}`).join('\n');
    setCurrentDetails([cases, `**${next}**`, table(), happened].filter((text) => text !== '').join('\n\n'));
  }

  return {
    entries,
    get stage() {
      return stage;
    },
    get next() {
      return next;
    },
    add(what) {
      if (entries.length < MAX_ENTRIES) entries.push({ at: new Date(Date.now()).toISOString(), what });
      showPage();
    },
    expect(sentence) {
      next = sentence;
      showPage();
    },
    setStage(now) {
      const others = attributes();
      const toShow = JSON.stringify([now, others]);
      if (toShow === shown) return;
      shown = toShow;
      stage = now;
      upsertSearchAttributes([{ key: Stage, value: now }, ...others]);
    },
    showCases(open) {
      showInSearch(open);
      cases = asMarkdown(open);
      showPage();
    },
  };
}

/** A Markdown table; empty without rows. */
export const asTable = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  rows.length === 0
    ? ''
    : [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
