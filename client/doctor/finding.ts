/** What one check found. A problem needs a person, a warning is good to know; both say what to do. */
export interface Finding {
  readonly check: string;
  readonly verdict: 'good' | 'warning' | 'problem';
  readonly sentence: string;
}

export const good = (check: string, sentence: string): Finding => ({ check, verdict: 'good', sentence });
export const warning = (check: string, sentence: string): Finding => ({ check, verdict: 'warning', sentence });
export const problem = (check: string, sentence: string): Finding => ({ check, verdict: 'problem', sentence });
