import { describe } from '@jest/globals';
import { FOLLOWING } from '../support/kills/rows.js';
import { survivesKills } from '../support/kills/survives-kills.js';

describe('a worker that is killed while it follows or publishes', () => survivesKills(FOLLOWING));
