import { writeSync } from 'node:fs';

/** Ends a test run with one plain line, `N passed, N failed`, after everything else has been printed. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.once('exit', () => writeSync(1, `${results.numPassedTests} passed, ${failed} failed\n`));
  }
}
