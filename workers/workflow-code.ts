import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundle made by the build; from sources, as in tests, it is bundled when it is needed. */
export function workflowCode(): { workflowBundle: { codePath: string } } | { workflowsPath: string } {
  const codePath = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  const workflowsPath = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
  return { workflowsPath: existsSync(workflowsPath) ? workflowsPath : workflowsPath.replace(/js$/, 'ts') };
}
