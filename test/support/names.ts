import { parseSync } from '@swc/core';

type Node = Readonly<Record<string, unknown>> & { readonly type?: string };

/** Functions of Temporal that give a message the name in their first argument. */
const MESSAGES = new Set(['defineSignal', 'defineQuery', 'defineUpdate']);

/**
 * The names of a TypeScript source that others read: what it exports, on request with the members of exported types; the
 * activities that a factory returns (names in histories); the signals, queries and updates that it defines.
 */
export function namesSeenByOthers(text: string, { members }: { readonly members: boolean }): string[] {
  const { body } = parseSync(text.replace(/^#!/, '//'), { syntax: 'typescript', target: 'es2022' });
  const found = [
    ...(body as unknown as readonly Node[]).flatMap((item) => exportedBy(item, members)),
    ...(/\bdefine(Signal|Query|Update)\b/.test(text) ? messagesIn(body) : []),
  ];
  return [...new Set(found)];
}

function exportedBy(item: Node, members: boolean): string[] {
  if (item.type === 'ExportNamedDeclaration')
    return (item.specifiers as readonly Node[]).flatMap(({ exported, orig }) => textOf(exported ?? orig));
  if (item.type !== 'ExportDeclaration') return [];
  const declaration = item.declaration as Node;
  const { type, id, identifier, declarations } = declaration;
  const names = Array.isArray(declarations)
    ? declarations.flatMap((one: Node) => bound(one.id as Node))
    : textOf(id ?? identifier);
  if (members && (type === 'TsInterfaceDeclaration' || type === 'TsTypeAliasDeclaration'))
    return [...names, ...membersIn(declaration)];
  const isFactory = type === 'FunctionDeclaration' && /^create\w*Activities$/.test(names[0] ?? '');
  return isFactory ? [...names, ...returnedBy(declaration)] : names;
}

/** Names that a pattern binds: `a`, `{ a, b: c }`. */
function bound(pattern: Node): string[] {
  if (pattern.type !== 'ObjectPattern') return textOf(pattern);
  return (pattern.properties as readonly Node[]).flatMap(({ key, value }) => bound((value ?? key) as Node));
}

/** Properties and methods of a type, nested ones too. */
function membersIn(node: unknown): string[] {
  return nodesIn(node).flatMap(({ type, key }) =>
    type === 'TsPropertySignature' || type === 'TsMethodSignature' ? textOf(key) : [],
  );
}

/** Keys of the objects that a function returns itself, not by a function inside it. */
function returnedBy(declaration: Node): string[] {
  const { stmts = [] } = (declaration.body ?? {}) as { readonly stmts?: readonly Node[] };
  return stmts.flatMap(({ type, argument }) => {
    const { type: kind, properties = [] } = (argument ?? {}) as Node;
    if (type !== 'ReturnStatement' || kind !== 'ObjectExpression') return [];
    return (properties as readonly Node[]).flatMap((property) => textOf(property.key ?? property));
  });
}

function messagesIn(body: unknown): string[] {
  return nodesIn(body).flatMap(({ type, callee, arguments: values }) => {
    if (type !== 'CallExpression' || !MESSAGES.has(textOf(callee)[0] ?? '')) return [];
    const [name] = values as readonly { readonly expression: Node }[];
    return textOf(name?.expression);
  });
}

function nodesIn(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(nodesIn);
  if (typeof node !== 'object' || node === null) return [];
  return [node as Node, ...Object.values(node).flatMap(nodesIn)];
}

/** The text of an identifier or of a literal. */
const textOf = (node: unknown): string[] => {
  const text = (node as { readonly value?: unknown } | undefined)?.value;
  return typeof text === 'string' ? [text] : [];
};

/** The words of a name or of a path, in small letters: `chooseLoser`, `CHOOSE_LOSER` and `choose-loser.ts` are choose and loser. */
export const wordsIn = (name: string): string[] =>
  name
    .replace(/(\.test)?\.[a-z]+$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
