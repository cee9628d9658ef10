import { parseSync } from '@swc/core';

type Node = { readonly type?: string } & Record<string, unknown>;

/** The names of the tests in a TypeScript source, as they are written: what a table or a variable fills in stays a `$`. */
export function testNamesIn(text: string): string[] {
  const { body } = parseSync(text, { syntax: 'typescript', target: 'es2022' });
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const name = Array.isArray(node) ? undefined : nameOfTest(node as Node);
    if (name !== undefined) names.push(name);
    for (const child of Object.values(node)) visit(child);
  };
  visit(body);
  return names;
}

/** The name of a call of `it`, `it.concurrent`, `it.each(table)` and the like; a table alone has none. */
function nameOfTest({ type, callee, arguments: given }: Node): string | undefined {
  if (type !== 'CallExpression' || !comesFromIt(callee as Node)) return undefined;
  const [first, second] = given as { expression: Node }[];
  if (second === undefined) return undefined;
  if (first?.expression.type === 'StringLiteral') return String(first.expression.value);
  if (first?.expression.type !== 'TemplateLiteral') return undefined;
  return (first.expression.quasis as { raw: string }[]).map(({ raw }) => raw).join('$');
}

function comesFromIt(callee: Node): boolean {
  if (callee.type === 'MemberExpression') return comesFromIt(callee.object as Node);
  if (callee.type === 'CallExpression') return comesFromIt(callee.callee as Node);
  return callee.type === 'Identifier' && callee.value === 'it';
}
