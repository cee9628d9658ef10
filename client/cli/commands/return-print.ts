import type { ReturnRow } from '../../../systems/database/port.js';
import type { ReturnStory } from '../../../workflows/messages.js';
import { printOpenCase, printTimeline } from '../print-story.js';
import { fields, table } from '../table.js';

export interface ReturnView {
  readonly row: ReturnRow;
  readonly url: string;
  readonly story?: ReturnStory;
  readonly storyProblem?: string;
}

/** A return as text: its stage, the goods, the returns in the web shop, timeline and open cases. */
export function printReturn({ row, url, story, storyProblem }: ReturnView): string {
  const sections = [
    fields([
      ['Return', row.refund],
      ['Web order', story?.order ?? row.orderNumber],
      ['Till order', story?.refund.tillOrder],
      ['Location', row.location],
      ['Stage', story?.stage ?? row.stage],
      ['Next', story?.next],
      ['Process', row.workflowId],
      ['Web UI', url],
    ]),
  ];
  if (storyProblem !== undefined) sections.push(`Timeline\n  not available: ${storyProblem}\n`);
  if (story) {
    sections.push(
      `Goods\n${table(story.refund.lines, [
        { title: 'row', value: (l) => l.line },
        { title: 'sku', value: (l) => l.sku },
        { title: 'units', value: (l) => String(l.quantity) },
        { title: 'condition', value: (l) => l.condition },
        { title: 'goes to', value: (l) => l.forwardTo ?? row.location },
      ])}`,
    );
    if (story.returns.length > 0)
      sections.push(
        `Returns in the web shop\n${table(story.returns, [
          { title: 'name', value: (r) => r.name },
          { title: 'id there', value: (r) => String(r.id ?? '') },
          { title: 'shipment', value: (r) => String(r.shipment) },
          { title: 'goods', value: (r) => r.lines.map((l) => `${l.quantity} ${l.sku}`).join(', ') },
          { title: 'condition', value: (r) => r.condition },
          { title: 'status', value: (r) => r.status },
        ])}`,
      );
    sections.push(printTimeline(story.timeline), ...story.cases.map(printOpenCase));
  }
  return sections.join('\n');
}
