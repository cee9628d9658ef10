import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// Run by test/slow/single-story.test.ts: stories as the workflow tests write them, which note when they start and end.
const events: string[] = [];
let isReady = false;

const story = (name: string) => async () => {
  expect(isReady).toBe(true);
  events.push(`${name} starts`);
  await pause(20);
  events.push(`${name} ends`);
};

beforeAll(async () => {
  await pause(5);
  isReady = true;
});
afterAll(() => void process.stdout.write(`stories: ${events.join(', ')}\n`));

describe('first group', () => {
  it.concurrent('The first story of a group', story('first'));
  it.concurrent('The second story of a group', story('second'));
});

describe('another group', () => {
  it.concurrent('The third story of another group', story('third'));
});
