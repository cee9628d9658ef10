import { describe, expect, it } from '@jest/globals';
import { bundleWorkflowCode } from '@temporalio/worker';
import { workflowSources } from '../../workers/workflow-code.js';

describe('the workflow bundle', () => {
  it('The workflow bundle is made without a warning and holds neither Node modules nor the schema library', async () => {
    const complaints: string[] = [];
    const complain = (message: string): void => void complaints.push(message);
    const quiet = (): void => {};
    const { code } = await bundleWorkflowCode({
      ...workflowSources(),
      logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: complain, error: complain },
      // The sources name the files as they are called after the build.
      webpackConfigHook: (config) => ({
        ...config,
        resolve: { ...config.resolve, extensionAlias: { '.js': ['.ts', '.js'] } },
      }),
    });
    expect(complaints).toEqual([]);
    const modules = new Set([...code.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w-]+)/g)].map(([, name]) => name));
    expect([...modules].filter((name) => name?.startsWith('@temporalio/')).length).toBeGreaterThan(0);
    expect([...modules]).not.toContain('zod');
    expect(code).not.toMatch(/require\("node:/);
  });
});
