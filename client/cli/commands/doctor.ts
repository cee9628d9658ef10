import { Command } from 'commander';
import type { Finding } from '../../doctor/finding.js';
import { EXIT, type ExitCode } from '../exit.js';
import { type JsonOption, perform, type Shell, withJson, writeJson } from '../shell.js';

/** `onepool doctor`: checks that everything exists and fits together. */
export function doctorCommand(shell: Shell): Command {
  return withJson(new Command('doctor'))
    .description(
      'Check configuration, connections, credentials and mappings. Changes nothing. Exit code 3 when there are problems.',
    )
    .action((options: JsonOption) =>
      perform(shell, options.json === true, async () => {
        const { CHECK_GROUPS, examine } = await import('../../doctor/examine.js');
        const { explain } = await import('../explain.js');
        const { startProgress } = await import('../progress.js');
        const progress = await startProgress(shell, { what: 'Checking', total: CHECK_GROUPS });
        const findings = await examine(shell.env, (error) => explain(error).sentence, progress.done);
        progress.stop();
        return showFindings(shell, findings, options);
      }),
    );
}

const MARKS = { good: '✓', warning: '!', problem: '✗' } as const;

/** Prints a line for each finding; the exit code says whether a person is needed. */
export function showFindings(shell: Shell, findings: readonly Finding[], options: JsonOption): ExitCode {
  const problems = findings.filter((finding) => finding.verdict === 'problem').length;
  if (options.json) writeJson(shell, { healthy: problems === 0, findings });
  else {
    // A sentence of several lines (a brand file's faults) stays under its mark.
    for (const { check, verdict, sentence } of findings)
      shell.write(`${MARKS[verdict]} ${check}: ${sentence.replaceAll('\n', '\n  ')}\n`);
    shell.write(problems === 0 ? '\nAll is well.\n' : `\n${problems} to fix.\n`);
  }
  return problems > 0 ? EXIT.needsPerson : EXIT.ok;
}
