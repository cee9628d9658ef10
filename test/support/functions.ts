import { parseSync } from '@swc/core';

export interface FunctionShape {
  readonly file: string;
  readonly name: string;
  /** Without the functions inside it, which count for themselves: a factory is as long as what it adds to its methods. */
  readonly lines: number;
  readonly parameters: number;
}

type Node = { readonly type?: string; readonly span?: { start: number; end: number } } & Record<string, unknown>;

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
  'Constructor',
]);

/** Every function of a TypeScript source with its length and the number of its positional parameters. */
export function functionsOf(file: string, text: string): FunctionShape[] {
  const source = text.replace(/^#!/, '//');
  const bytes = Buffer.from(source);
  // Positions count bytes over everything that this process has parsed so far; an empty first statement says where we begin.
  const program = parseSync(`;${source}`, { syntax: 'typescript', target: 'es2022' }) as unknown as Node;
  const [first] = program.body as Node[];
  const offset = (first?.span?.start ?? 0) + 1;
  const linesIn = ({ start, end }: { start: number; end: number }): number =>
    bytes
      .subarray(start - offset, end - offset)
      .toString()
      .split('\n').length;

  const found: FunctionShape[] = [];
  /** Returns how many lines the functions below a node take. */
  const visit = (node: unknown, name: string): number => {
    if (Array.isArray(node)) return node.reduce((sum: number, one) => sum + visit(one, name), 0);
    if (typeof node !== 'object' || node === null) return 0;
    const one = node as Node;
    const own = nameOf(one) ?? name;
    const at = found.length;
    const below = Object.entries(one).reduce(
      (sum, [key, value]) => (key === 'span' ? sum : sum + visit(value, own)),
      0,
    );
    if (!FUNCTIONS.has(one.type ?? '')) return below;
    const shape = (one.function ?? one) as Node;
    const lines = linesIn((one.span ?? shape.span) as { start: number; end: number });
    const parameters = ((shape.params ?? one.params) as unknown[] | undefined)?.length ?? 0;
    found.splice(at, 0, { file, name: own, lines: lines - below, parameters });
    return lines - 1;
  };
  visit(program.body, '(module)');
  return found;
}

function nameOf(node: Node): string | undefined {
  const named = (node.identifier ?? node.key ?? (node.type === 'VariableDeclarator' ? node.id : undefined)) as
    | { value?: unknown; id?: { value?: unknown } }
    | undefined;
  const value = named?.value ?? named?.id?.value;
  return typeof value === 'string' ? value : undefined;
}
