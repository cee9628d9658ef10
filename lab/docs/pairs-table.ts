import { BUSINESS_FLOWS, flowsBetween, SYSTEMS, TOPICS } from '../../domain/installation.js';
import type { System } from '../../domain/names.js';
import { capitalised } from '../../domain/products/master.js';

const INSTALLATIONS: readonly { readonly title: string; readonly systems: readonly System[] }[] = [
  { title: 'Sitoo + warehouse', systems: ['sitoo', 'wms'] },
  { title: 'Centra + Sitoo', systems: ['centra', 'sitoo'] },
  { title: 'Centra + warehouse', systems: ['centra', 'wms'] },
  { title: 'all three', systems: SYSTEMS },
];

/** Which installation does what, as the README shows it. */
export function pairsTable(): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    row(['', ...TOPICS.map(capitalised)]),
    row(['---', ...TOPICS.map(() => '---')]),
    ...INSTALLATIONS.map(({ title, systems }) => {
      const flows = flowsBetween(new Set(systems)).map((name) => BUSINESS_FLOWS[name]);
      return row([
        title,
        ...TOPICS.map((topic) => flows.flatMap((flow) => (flow.topic === topic ? [flow.title] : [])).join('; ')),
      ]);
    }),
  ].join('');
}
