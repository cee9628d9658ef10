import { readFile } from 'node:fs/promises';
import type { Feed } from './feed.js';
import { parseFeed } from './parse-feed.js';

/** Reads a feed file. @throws FeedError when lines are malformed, the file system's error when there is no such file. */
export async function readFeed(path: string): Promise<Feed> {
  return parseFeed(await readFile(path, 'utf8'), path);
}
