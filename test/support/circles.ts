import type { Import } from './sources.js';

/** Groups of files of which each imports every other in the end (Tarjan), each sorted by name. */
export function circlesOf(imports: readonly Import[]): string[][] {
  const edges = new Map<string, string[]>();
  for (const { file, of, library } of imports) if (!library) edges.set(file, [...(edges.get(file) ?? []), of]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];

  const visit = (file: string): void => {
    const at = index.size;
    index.set(file, at);
    low.set(file, at);
    stack.push(file);
    for (const next of edges.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      low.set(file, Math.min(low.get(file) ?? at, low.get(next) ?? at));
    }
    if (low.get(file) !== at) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || edges.get(file)?.includes(file)) circles.push(group.sort());
  };
  for (const file of edges.keys()) if (!index.has(file)) visit(file);
  return circles.sort();
}
