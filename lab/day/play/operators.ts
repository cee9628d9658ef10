import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Resolution } from '../../../domain/cases/case.js';
import { readFulfilmentName } from '../../../domain/names.js';
import type { CaseRow, Records } from '../../../systems/database/port.js';
import type { Controls } from '../../simulators/control.js';
import { answerTo, type CaseAnswer, type OperatorKnowledge } from './answers.js';
import type { CaseWatch } from './case-watch.js';
import { readWork } from './work-list.js';

/** An answer that was not accepted within this may have been lost with a worker: it is given again. */
const PATIENCE_MS = 8_000;
const WHO = 'rehearsal operator';

export interface OperatorsOptions {
  readonly client: Client;
  readonly notes: Records['notes'];
  readonly watch: CaseWatch;
  readonly controls: Controls;
  readonly known: OperatorKnowledge;
  readonly warn: (sentence: string) => void;
}

/** The simulated people who answer cases, always in the same way. The same case may be answered twice: that does no harm. */
export class Operators {
  readonly #options: OperatorsOptions;
  /** Cases being answered, or for which there is no answer. */
  readonly #busy = new Set<string>();
  /** Cases for which a location was called and took the order back. */
  readonly #stopped = new Set<string>();

  constructor(options: OperatorsOptions) {
    this.#options = options;
  }

  /** Begins to answer what is open and not yet being answered. */
  answerOpenCases(): void {
    for (const row of this.#options.watch.open) {
      if (this.#busy.has(row.caseId)) continue;
      this.#busy.add(row.caseId);
      const answering = answerTo(row, this.#options.known);
      if (answering === undefined) this.#options.warn(`Nobody knows an answer to ${row.code} of ${row.subject}`);
      else void this.#answer(row, answering).finally(() => this.#busy.delete(row.caseId));
    }
  }

  async #answer(row: CaseRow, answering: CaseAnswer): Promise<void> {
    const { client, notes, warn } = this.#options;
    try {
      const { data, giftMessage } = answering;
      const tooLate = answering.callFirst === true && row.answers.includes('skip') && !(await this.#stop(row));
      // What has left the house cannot be taken back: it goes as it is.
      const answer = tooLate ? 'skip' : answering.answer;
      const giftMessageRef = giftMessage === undefined ? undefined : `gift-${row.caseId}`;
      if (giftMessage !== undefined && giftMessageRef !== undefined) await notes.keep(giftMessageRef, giftMessage);
      const dataOfAnswer = { ...data, ...(giftMessageRef === undefined ? {} : { giftMessageRef }) };
      await client.withDeadline(Date.now() + PATIENCE_MS, () =>
        client.workflow.getHandle(row.workflowId).executeUpdate<{ accepted: string }, [Resolution]>('resolveCase', {
          args: [
            {
              caseId: row.caseId,
              answer,
              by: WHO,
              ...(Object.keys(dataOfAnswer).length === 0 ? {} : { data: dataOfAnswer }),
            },
          ],
          updateId: `rehearsal-${row.caseId}`,
        }),
      );
    } catch (error) {
      // The case was answered before, the order ended, or the worker is away: the next look at the list shows it.
      if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) {
        const why = error.cause instanceof Error ? error.cause.message : error.message;
        if (!/already answered|no open case/.test(why)) warn(`${row.code} of ${row.subject}: ${why}`);
      }
    }
  }

  /** Calls whoever has begun the order and has them take it back. False when nobody has it any more. */
  async #stop(row: CaseRow): Promise<boolean> {
    const { controls } = this.#options;
    for (const { system, name, step } of await readWork(controls)) {
      const whose = readFulfilmentName(name);
      if (whose === undefined || `${whose.origin} ${whose.orderNumber}` !== row.subject) continue;
      const act = { type: system === 'wms' ? 'wms.cancel' : 'store.reject', name };
      const [result] = await controls[system].act([act]);
      if (result?.ok || step === 'rejected') this.#stopped.add(row.caseId);
    }
    return this.#stopped.has(row.caseId);
  }
}
