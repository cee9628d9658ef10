import { writeFile } from 'node:fs/promises';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowSources } from './workflow-code.js';

/** Builds the workflow bundle that workers load, so that a worker starts fast and every worker of a release runs the same code. */
const { code } = await bundleWorkflowCode({
  ...workflowSources(),
  // Nothing but warnings: a Node module that slipped into a workflow must be seen.
  logger: { log() {}, trace() {}, debug() {}, info() {}, warn: print, error: print },
});
await writeFile(new URL('../workflow-bundle.js', import.meta.url), code);

function print(message: string): void {
  process.stderr.write(`${message}\n`);
}
