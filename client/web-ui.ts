import type { TemporalEnvironment } from '../config/environment.js';

/** Address of a workflow in the Temporal Web UI; guessed from the server's address when no UI is configured. */
export function workflowUrl(env: TemporalEnvironment, workflowId: string): string {
  const base = env.uiUrl ?? uiBeside(env.address);
  return `${base}/namespaces/${encodeURIComponent(env.namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** The dev server puts its UI a thousand ports above itself; Temporal Cloud has one address for all. */
function uiBeside(address: string): string {
  const [host = 'localhost', port = '7233'] = address.split(':');
  if (host.endsWith('.tmprl.cloud') || host.endsWith('.temporal.io')) return 'https://cloud.temporal.io';
  return `http://${host}:${Number(port) + 1000}`;
}
