/** The unlabelled pool that distillation labels: the data set's own examples beside the seeds, their labels taken off. */
import type { RunConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import type { Example, Unlabelled } from '../example.ts';
import { textFault } from '../filters/text-rules.ts';
import { sameness } from '../words.ts';

/** Texts by id, in the order of the set. */
export type Pool = ReadonlyMap<string, Unlabelled>;

export const NO_POOL: Pool = new Map();

/**
 * What was not drawn as a seed and has other words than any seed. Texts that no filter would let pass (empty, longer
 * than `maxCharacters`) are left out, as asking for their labels would be paid for nothing.
 * Throws LabError `no-pool` where nothing is left.
 */
export function poolBeside(
  all: readonly Example[],
  seeds: readonly Example[],
  { filters }: Pick<RunConfig, 'filters'>,
): Pool {
  const drawn = new Set(seeds.map(({ id }) => id));
  const known = new Set(seeds.map(({ text }) => sameness(text)));
  const pool = all
    .filter(({ id, text }) => !drawn.has(id) && !known.has(sameness(text)))
    .filter(({ text }) => textFault(text, filters.maxCharacters) === null)
    .map(({ id, text }): [string, Unlabelled] => [id, { id, text }]);
  if (pool.length > 0) return new Map(pool);
  throw new LabError(
    'no-pool',
    `The arm "distillation" labels what was not drawn as a seed, and of the ${all.length} examples nothing is left beside ${seeds.length} seeds.`,
    'Draw fewer seeds, or use a data set with more examples.',
  );
}
