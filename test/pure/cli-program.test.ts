import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { explain } from '../../client/cli/explain.js';
import { startProgress } from '../../client/cli/progress.js';
import { fields, table } from '../../client/cli/table.js';
import { SystemProblem } from '../../systems/problem.js';
import { onepool, testShell } from '../support/test-shell.js';

describe('the command line', () => {
  it('The command line lists its commands and explains its exit codes', async () => {
    const { out, code } = await onepool(['--help']);
    for (const name of ['up', 'demo', 'worker', 'gateway', 'prepare', 'cases', 'order', 'schedules', 'doctor'])
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const exitCode of ['0  done', '1  failed', '2  wrong usage', '3  done, and something needs a person'])
      expect(out).toContain(exitCode);
    expect(code).toBe(0);
  });

  it.each([
    [['nonsense']],
    [['cases', 'resolve', 'c-1', '--answer', 'perhaps', '--by', 'Ada']],
    [['cases', 'resolve', 'c-1', '--answer', 'retry']],
    [['cases', 'resolve', 'c-1', '--answer', 'correct', '--by', 'Ada', '--map-sku', 'OLD']],
    [['cases', 'list', '--limit', '-3']],
    [['order', 'show', '10045', '--origin', 'ebay']],
  ])('The command line ends with code 2 on wrong usage: %j', async (args) => {
    const { err, code } = await onepool(args);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: .+/);
    expect(err).toContain('--help');
  });

  it('The command line ends with code 2 and names every variable when the environment is not set', async () => {
    const { err, code } = await onepool(['cases', 'list']);
    expect(code).toBe(2);
    expect(err).toContain('DATABASE_URL: is not set: give the PostgreSQL address');
    expect(err).not.toMatch(/ at .*\.[tj]s/);
  });

  it('The command line prints a failure as JSON when JSON was asked for', async () => {
    const { out, err, code } = await onepool(['cases', 'list', '--json']);
    expect(JSON.parse(out)).toMatchObject({ error: expect.stringContaining('DATABASE_URL') });
    expect(err).toBe('');
    expect(code).toBe(2);
  });

  it('The command line loads nothing but its parser before a command runs', () => {
    expect([...packagesLoadedBy('client/cli/main.ts')]).toEqual(['commander']);
  });

  it('The command line answers before anything is built, and names the command that builds', () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(statSync(bin.onepool).mode & 0o111).toBe(0o111);
    const elsewhere = mkdtempSync(join(tmpdir(), 'onepool-bin-'));
    try {
      cpSync(bin.onepool, join(elsewhere, bin.onepool));
      cpSync('package.json', join(elsewhere, 'package.json'));
      const { status, stderr } = spawnSync(process.execPath, [join(elsewhere, bin.onepool), 'doctor'], {
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('npm run build') });
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

/** Packages that are imported, types aside, before anything is imported on demand. */
function packagesLoadedBy(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type\b)[^;]*?from '([^']+)';/gm,
  )) {
    if (from.startsWith('.')) packagesLoadedBy(join(dirname(file), from.replace(/\.js$/, '.ts')), seen, packages);
    else if (!from.startsWith('node:')) packages.add(from);
  }
  return packages;
}

describe('what a person reads when something fails', () => {
  it('A failure prints the sentence of its problem, without a stack', () => {
    const refused = new SystemProblem({
      kind: 'unauthorised',
      system: 'sitoo',
      operation: 'GET orders',
      sentence: 'Sitoo refuses.',
    });
    expect(explain(refused)).toEqual({ sentence: 'Sitoo refuses.', exitCode: 1, unexpected: false });
  });

  it('A failure distinguishes an unreachable database from a wrong password and from missing tables', () => {
    const failure = (code: string) => Object.assign(new Error('x'), { code, routine: 'auth_failed' });
    expect(explain(Object.assign(new Error(''), { errors: [failure('ECONNREFUSED')] })).sentence).toContain(
      'cannot be reached',
    );
    expect(explain(failure('28P01')).sentence).toContain('refuses the user or the password');
    expect(explain(failure('42P01')).sentence).toContain('onepool prepare');
  });

  it('A failure that nobody foresaw is marked as unexpected', () => {
    expect(explain(new TypeError('x is not a function'))).toMatchObject({ unexpected: true, exitCode: 1 });
  });
});

describe('output', () => {
  it('A table aligns its columns and shows a dash for a missing value', () => {
    const text = table([{ a: 'long value', b: 1 }, { a: 'x' }] as { a: string; b?: number }[], [
      { title: 'first', value: (row) => row.a },
      { title: 'second', value: (row) => row.b },
    ]);
    expect(text).toBe('FIRST       SECOND\nlong value  1\nx           -\n');
    expect(
      fields([
        ['Name', 'x'],
        ['Nothing', undefined],
      ]),
    ).toBe('Name  x\n');
  });

  it('Progress is printed as plain lines without a terminal, and only for what lasts', async () => {
    let now = 0;
    const shell = testShell();
    const progress = await startProgress(shell, { what: 'Checking', total: 10, nowMs: () => now });
    progress.done(1);
    expect(shell.err()).toBe('');
    now = 2_500;
    for (const count of [4, 4, 5]) progress.done(count);
    expect(shell.err()).toBe('Checking: 4 of 10\nChecking: 5 of 10\n');
    expect(shell.out()).toBe('');
  });
});
