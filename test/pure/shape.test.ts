import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { circlesOf } from '../support/circles.js';
import { functionsOf } from '../support/functions.js';
import { importsOf, projectFiles } from '../support/sources.js';

const HOUSE = ['domain', 'config', 'systems', 'workflows', 'activities', 'workers', 'client', 'lab'];
const sources = projectFiles().filter(
  (file) => file.endsWith('.ts') && HOUSE.includes(file.split('/')[0] ?? '') && !file.includes('/generated/'),
);
const functions = sources.flatMap((file) => functionsOf(file, readFileSync(file, 'utf8')));

/** A page of an editor. */
const PAGE = 60;
const PARAMETERS = 3;

describe('functions', () => {
  it('A function fits on one page', () => {
    const long = functions.filter(({ lines }) => lines > PAGE);
    expect(long.map(({ file, name, lines }) => `${file} ${name}: ${lines} lines`)).toEqual([]);
  });

  it('A function takes at most three positional parameters, and most take one or two', () => {
    const wide = functions.filter(({ parameters }) => parameters > PARAMETERS);
    expect(wide.map(({ file, name, parameters }) => `${file} ${name}: ${parameters} parameters`)).toEqual([]);
    const narrow = functions.filter(({ parameters }) => parameters <= 2);
    expect(narrow.length / functions.length).toBeGreaterThan(0.8);
  });

  it('A function that is too long, or that takes too much, is found', () => {
    const body = Array.from({ length: PAGE }, () => '  one();').join('\n');
    const text = `const fits = (a, b) => a;\nexport class C {\n m(a, b, c, d) {\n${body}\n }\n}`;
    expect(functionsOf('sample.ts', text)).toEqual([
      { file: 'sample.ts', name: 'fits', lines: 1, parameters: 2 },
      { file: 'sample.ts', name: 'm', lines: PAGE + 2, parameters: 4 },
    ]);
  });
});

describe('imports', () => {
  it('No file imports itself by way of others, not even for its types', () => {
    expect(circlesOf(sources.flatMap((file) => importsOf(file)))).toEqual([]);
  });

  it('A circle of imports is found, of values and of types', () => {
    const circle = [
      ...importsOf('a.ts', "import { b } from './b.js';"),
      ...importsOf('b.ts', "import type { C } from './c.js';"),
      ...importsOf('c.ts', "import { a } from './a.js';\nimport { d } from './d.js';"),
    ];
    expect(circlesOf(circle)).toEqual([['a.ts', 'b.ts', 'c.ts']]);
  });
});
