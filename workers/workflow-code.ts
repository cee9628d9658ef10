import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Files whose interceptors stand between the workflows and the engine, in the order in which calls pass them. */
const INTERCEPTORS = ['gather-signals', 'keep-running', 'route-calls'];

/** What a bundle of workflows is made of, as built or, in tests, as written. `workflowsPath`: other workflows than ours. */
export function workflowSources(workflowsPath = sourceOf('index')): {
  readonly workflowsPath: string;
  readonly workflowInterceptorModules: string[];
} {
  return { workflowsPath, workflowInterceptorModules: INTERCEPTORS.map(sourceOf) };
}

/** The bundle made by the build; from sources, as in tests, it is bundled when it is needed. */
export function workflowCode():
  | { workflowBundle: { codePath: string } }
  | { workflowsPath: string; interceptors: { workflowModules: string[] } } {
  const codePath = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  return existsSync(codePath) ? { workflowBundle: { codePath } } : workflowCodeFrom(sourceOf('index'));
}

/** Workflows that are bundled when they are needed, with our interceptors. */
export function workflowCodeFrom(path: string): { workflowsPath: string; interceptors: { workflowModules: string[] } } {
  const { workflowsPath, workflowInterceptorModules } = workflowSources(path);
  return { workflowsPath, interceptors: { workflowModules: workflowInterceptorModules } };
}

function sourceOf(name: string): string {
  const path = fileURLToPath(new URL(`../workflows/${name}.js`, import.meta.url));
  return existsSync(path) ? path : path.replace(/js$/, 'ts');
}
