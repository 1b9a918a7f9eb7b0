/** The stored comparison over many draws of a bundled set, where it was made with the run's settings. */
import * as v from 'valibot';
import type { RunConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { BUNDLED_IDS } from '../../core/datasets/bundled.ts';
import { canonicalJson } from '../../core/json.ts';
import type { Shown } from '../copy/draws.ts';
import { drawsCopy as words } from '../copy/draws.ts';

const Mean = v.object({ mean: v.number(), standardError: v.nullable(v.number()), n: v.number() });
const Schema = v.object({
  command: v.string(),
  dataHash: v.string(),
  perClass: v.nullable(v.number()),
  settings: v.looseObject({}),
  summary: v.object({
    seedsOnly: Mean,
    llm2llm: Mean,
    untargeted: Mean,
    examples: Mean,
    gainOverSeedsOnly: Mean,
    gainOverUntargeted: Mean,
  }),
  draws: v.array(
    v.object({
      draw: v.number(),
      seedsOnly: v.number(),
      llm2llm: v.number(),
      untargeted: v.number(),
      examples: v.number(),
    }),
  ),
});

export type StoredDraws = v.InferOutput<typeof Schema>;

/** Fetches the stored figures of a bundled set; null where there are none. */
export async function loadDraws(id: string): Promise<StoredDraws | null> {
  if (!BUNDLED_IDS.some((known) => known === id)) return null;
  const response = await fetch(new URL(`samples/${id}/draws.json`, document.baseURI));
  if (!response.ok) return null;
  const parsed = v.safeParse(Schema, await response.json());
  return parsed.success ? parsed.output : null;
}

/** Whether the figures speak about a run with this configuration: all but the draw the same. */
export function speaksFor(stored: StoredDraws, config: RunConfig): boolean {
  const { data } = config;
  if (stored.dataHash !== data.hash || stored.perClass !== data.perClass) return false;
  // Figures made before a setting existed were made with its default.
  const then = parseConfig({ ...stored.settings, data });
  return canonicalJson(then) === canonicalJson(config);
}

type MeanOf = v.InferOutput<typeof Mean>;

/** A difference is shown where it is more than two standard errors away from none. */
export function shown({ mean, standardError }: MeanOf): Shown {
  if (standardError === null || Math.abs(mean) <= 2 * standardError) return 'none';
  return mean > 0 ? 'above' : 'below';
}

/** What the draws show, in sentences. */
export function verdict({ draws, summary }: Pick<StoredDraws, 'draws' | 'summary'>): string[] {
  const { gainOverSeedsOnly: added, gainOverUntargeted: aimed } = summary;
  return [
    words.over(draws.length, words.overSeedsOnly[shown(added)](added.mean, added.standardError)),
    words.overUntargeted[shown(aimed)](aimed.mean, aimed.standardError),
  ];
}

/** How far the draws alone move the result. */
export function spread(draws: StoredDraws['draws']): string {
  const alone = draws.map(({ seedsOnly }) => seedsOnly);
  return words.spread(Math.min(...alone), Math.max(...alone));
}

/** The level each mark stands on, so that no two on a level are nearer than `gap`. */
export function levels(places: readonly number[], gap: number): number[] {
  const ends: number[] = [];
  const found: number[] = [];
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  for (const { place, index } of order) {
    const free = ends.findIndex((end) => place - end >= gap);
    const level = free < 0 ? ends.length : free;
    ends[level] = place;
    found[index] = level;
  }
  return found;
}
