import { readFile } from 'node:fs/promises';
import { StartupError } from '../../../client/startup-error.js';
import type { Feed } from './feed.js';
import { parseFeed } from './parse-feed.js';

/** Reads a feed file. @throws FeedError when lines are malformed, StartupError when the file cannot be read */
export async function readFeed(path: string): Promise<Feed> {
  return parseFeed(await textOf(path), path);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new StartupError(
      `The feed ${path} cannot be read. Check the path; docs/feed.md shows what a feed looks like.`,
      {
        cause,
      },
    );
  }
}
