import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseSync } from '@swc/core';
import { projectFiles } from '../support/sources.js';

type Node = { readonly type?: string } & Record<string, unknown>;

/** What is known of orders, returns and fulfilments: every interface of these files. */
const FACTS = ['web-order', 'pos-order', 'order-facts', 'warehouse-order', 'fulfilment'].map(
  (name) => `domain/order/${name}.ts`,
);
/** Whoever decides, shows or sends something: adapters that read only write facts down, and the table of attributes only names them. */
const READERS = ['activities', 'client', 'domain', 'workflows', 'systems']
  .flatMap((folder) => projectFiles(folder))
  .filter((file) => file.endsWith('.ts') && file !== 'domain/order/attribute-table.ts')
  .filter((file) => !file.startsWith('systems/') || /^systems\/\w+\/write-order\.ts$/.test(file));
const NOT_TRANSFERRED = 'the table of attributes says why it is not transferred';
const FOR_PEOPLE = 'it is for people who read what a counterpart holds';
/** Facts that nobody reads, with the reason why they are kept. None of them is said to steer anything. */
const KEPT: Readonly<Record<string, string>> = {
  taxIncludedMinor: NOT_TRANSFERRED,
  market: NOT_TRANSFERRED,
  method: FOR_PEOPLE,
  isGoodToGo: FOR_PEOPLE,
  text: FOR_PEOPLE,
  trackingUrl: FOR_PEOPLE,
  ordered: FOR_PEOPLE,
};

function visit(node: unknown, see: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) see(node as Node);
  for (const child of Object.values(node)) visit(child, see);
}
const parse = (text: string): unknown => parseSync(text, { syntax: 'typescript', target: 'es2022' }).body;
const nameIn = (node: unknown): string[] => {
  const { type, value } = (node ?? {}) as Node;
  return type === 'Identifier' ? [String(value)] : [];
};

/** Names of the members that interfaces declare. */
function declaredIn(text: string): string[] {
  const names: string[] = [];
  visit(parse(text), (node) => {
    if (node.type === 'TsPropertySignature') names.push(...nameIn(node.key));
  });
  return names;
}

/** Names by which members are read: with a dot, or taken out of an object. A value that is only written has none. */
function readIn(text: string): string[] {
  const names: string[] = [];
  visit(parse(text), (node) => {
    if (node.type === 'MemberExpression') names.push(...nameIn(node.property));
    if (node.type === 'KeyValuePatternProperty' || node.type === 'AssignmentPatternProperty')
      names.push(...nameIn(node.key));
  });
  return names;
}

describe('facts of orders', () => {
  const read = new Set(READERS.flatMap((file) => readIn(readFileSync(file, 'utf8'))));

  it('Every fact of an order is read by whoever decides or shows something, or says why it is kept', () => {
    const facts = FACTS.flatMap((file) => declaredIn(readFileSync(file, 'utf8')).map((name) => ({ file, name })));
    expect(facts.length).toBeGreaterThan(100);
    const unread = facts.filter(({ name }) => !read.has(name) && KEPT[name] === undefined);
    expect(unread.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
    expect(Object.keys(KEPT).filter((name) => read.has(name) || !facts.some((fact) => fact.name === name))).toEqual([]);
  });

  it('A fact that is only written down counts as unread', () => {
    const text = 'const a = { isLocked: b.flag }; const { number: n, ...rest } = order; use(order.state);';
    expect(readIn(text)).toEqual(['flag', 'number', 'state']);
    expect(declaredIn('interface A { readonly isLocked: boolean; readonly b: { readonly c: 1 } }')).toEqual([
      'isLocked',
      'b',
      'c',
    ]);
  });
});
