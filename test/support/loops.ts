import { parseSync } from '@swc/core';

/** A loop that waits for something in each of its rounds. */
export interface AwaitingLoop {
  readonly file: string;
  readonly line: number;
  /** Calls one of the functions asked for, in each round. */
  readonly calls: boolean;
}

type Node = { readonly type?: string; readonly span?: { start: number; end: number } } & Record<string, unknown>;

const LOOPS = new Set(['ForStatement', 'ForOfStatement', 'ForInStatement', 'WhileStatement', 'DoWhileStatement']);
const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'MethodProperty',
]);

/** Every loop of a TypeScript source that awaits in its rounds, and whether its rounds call `name` themselves. */
export function awaitingLoopsOf(file: string, text: string, name: string): AwaitingLoop[] {
  const bytes = Buffer.from(text);
  // Positions count bytes over everything that this process has parsed so far; an empty first statement says where we begin.
  const program = parseSync(`;${text}`, { syntax: 'typescript', target: 'es2022' }) as unknown as Node;
  const [first] = program.body as Node[];
  const offset = (first?.span?.start ?? 0) + 1;
  const found: AwaitingLoop[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (!isNode(node) || Array.isArray(node)) return;
    if (LOOPS.has(node.type ?? '')) {
      const rounds = [node.body, node.test, node.update];
      if (rounds.some((one) => has(one, isAwait)))
        found.push({
          file,
          line: bytes
            .subarray(0, (node.span?.start ?? 0) - offset)
            .toString()
            .split('\n').length,
          calls: rounds.some((one) => has(one, (inner) => isCallOf(inner, name))),
        });
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'span') visit(value);
  };
  visit(program.body);
  return found;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const isAwait = ({ type }: Node): boolean => type === 'AwaitExpression';

const isCallOf = ({ type, callee }: Node, name: string): boolean =>
  type === 'CallExpression' && isNode(callee) && callee.value === name;

/** Whether a part of a loop holds such a node. What a function inside does, and a loop inside, is theirs: except that a loop inside waits for the outer one too. */
function has(node: unknown, wanted: (node: Node) => boolean): boolean {
  if (Array.isArray(node)) return node.some((one) => has(one, wanted));
  if (!isNode(node) || FUNCTIONS.has(node.type ?? '')) return false;
  if (wanted(node)) return true;
  return Object.entries(node).some(([key, value]) => key !== 'span' && has(value, wanted));
}
