import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** What the stories of `test/support/stories` did in a run of jest of its own, with the settings of this project. */
async function storiesOf(...args: string[]): Promise<string[]> {
  const file = '../../jest.config.js';
  const { projects, ...settings } = (await import(file)).default;
  const { displayName: _, ...project } = projects[0];
  const config = {
    ...settings,
    ...project,
    rootDir: process.cwd(),
    testMatch: ['<rootDir>/test/support/stories/stories.ts'],
    reporters: ['default'],
  };
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand'];
  const output = execFileSync(process.execPath, [...jest, '--config', JSON.stringify(config), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return /^stories: (.*)$/m.exec(output)?.[1]?.split(', ') ?? [];
}

describe('stories', () => {
  it('Stories of a group run side by side, one group after the other', async () => {
    const [first, second] = [
      ['first starts', 'second starts'],
      ['first ends', 'second ends'],
    ];
    expect(await storiesOf()).toEqual([...first, ...second, 'third starts', 'third ends']);
  });

  it('A story that is asked for by its name runs alone', async () => {
    expect(await storiesOf('-t', 'The second story of a group')).toEqual(['second starts', 'second ends']);
  });
});
