import type { OrderView, SystemWord } from '../../order-view.js';
import { printOpenCase, printTimeline } from '../print-story.js';
import { fields, table } from '../table.js';

/** An order as text: its stage, timeline, fulfilments, its state in each system, and open cases. */
export function printOrder({ order, fulfilments, story, storyProblem, systems }: OrderView, url: string): string {
  const sections = [
    fields([
      ['Order', `${order.origin} ${order.number}`],
      ['Stage', story?.stage ?? order.stage],
      ['Next', story?.next],
      ['Process', order.workflowId],
      ['Web UI', url],
    ]),
  ];
  if (storyProblem !== undefined) sections.push(`Timeline\n  not available: ${storyProblem}\n`);
  if (story !== undefined && story.timeline.length > 0) sections.push(printTimeline(story.timeline));
  if (fulfilments.length > 0)
    sections.push(
      `Fulfilments\n${table(fulfilments, [
        { title: 'fulfilment', value: (p) => p.fulfilment },
        { title: 'location', value: (p) => p.location },
        { title: 'stage', value: (p) => p.stage },
        { title: 'system', value: (p) => p.system },
        { title: 'name there', value: (p) => p.name },
        { title: 'id there', value: (p) => p.ref },
        { title: 'shipments', value: (p) => p.shipments.join(', ') },
      ])}`,
    );
  if (systems.length > 0)
    sections.push(
      `State in each system\n${table<SystemWord>(systems, [
        { title: 'system', value: (s) => s.system },
        { title: 'name', value: (s) => s.name },
        { title: 'says', value: (s) => (s.failed ? `not available: ${s.says}` : s.says) },
      ])}`,
    );
  for (const open of story?.cases ?? []) sections.push(printOpenCase(open));
  return sections.join('\n');
}
