import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { buildProgram } from '../../client/cli/program.js';
import { projectFiles } from './sources.js';
import { testShell } from './test-shell.js';

export interface Document {
  readonly path: string;
  readonly text: string;
}

/** Every page that people read. */
export const documents = (): Document[] =>
  projectFiles()
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** What is written as code: fenced blocks line by line, and spans. */
export function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```\w*\n([\s\S]*?)^ *```/gm)].flatMap(([, body = '']) => body.split('\n'));
  const spans = [...text.replace(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
  return [...blocks, ...spans];
}

/** Links into the project that lead nowhere, anchors included. */
export function brokenLinks({ path, text }: Document): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
}

const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

const program = buildProgram(testShell());

/** Says what is wrong with a line that runs `onepool`: a command, or an option of it, that does not exist. */
export function wrongCommand(line: string): string | undefined {
  const [, words = ''] = /(?:^|npx |[;(] ?)onepool ([a-z][^;|#)]*)/.exec(line) ?? [];
  if (words === '') return undefined;
  const [name = '', ...rest] = words.trim().split(/\s+/);
  const command = program.commands.find((c) => c.name() === name);
  if (command === undefined) return `${line}: there is no command ${name}`;
  const below = command.commands.find((c) => c.name() === rest[0]);
  if (command.commands.length > 0 && below === undefined && rest.length > 0 && !rest[0]?.startsWith('-'))
    return `${line}: ${name} has no ${rest[0]}`;
  const options = (below ?? command).options.map((option) => option.long);
  const unknown = rest.filter((w) => w.startsWith('--') && w !== '--' && w !== '--help' && !options.includes(w));
  return unknown.length === 0 ? undefined : `${line}: ${unknown.join(', ')} does not exist`;
}
