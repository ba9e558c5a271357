// What every server is asked to do, in the order in which it is done. A kind of work gives
// figures by name, and the lines of the generator that they come from.

import { disturbed } from './work/disturbed.js';
import { people } from './work/people.js';
import { rotation } from './work/rotation.js';
import { search } from './work/search.js';
import { stored } from './work/stored.js';
import { talking } from './work/talk.js';

/**
 * name → {seconds (about, of one run), once? (seconds before the first), rows: [[figure, words,
 * digits, goal?], …], run, peers? (who take part: where it is Kith alone, beside its goal)}.
 */
export const WORKS = { ...talking, ...people, ...disturbed, ...stored, ...search, ...rotation };
