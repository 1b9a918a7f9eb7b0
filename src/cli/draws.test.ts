/** The stored figures of the bundled sets are what this code gives: one draw of each is made again. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseConfig } from '../core/config/schema.ts';
import { BUNDLED_IDS } from '../core/datasets/bundled.ts';
import { loadDataset } from '../core/datasets/registry.ts';
import { memoryHubCache } from '../core/datasets/hub/cache.ts';
import type { DrawResult, DrawsSummary } from '../core/loop/draws.ts';
import { compareOnDraw, summarise } from '../core/loop/draws.ts';
import { nodePlatform } from './platform.ts';

const publicFolder = join(import.meta.dirname, '../../public');
const signal = new AbortController().signal;
const readText = (path: string): Promise<string> => readFile(join(publicFolder, path), 'utf8');

interface Stored {
  readonly dataHash: string;
  readonly perClass: number;
  readonly settings: object;
  readonly summary: DrawsSummary;
  readonly draws: readonly DrawResult[];
}

it.each(BUNDLED_IDS)(
  '%s: data, settings, summary and a draw are as stored',
  { timeout: 180_000 },
  async (id) => {
    const stored = JSON.parse(await readText(`samples/${id}/draws.json`)) as Stored;
    const dataset = await loadDataset(id, { readText, hub: { cache: memoryHubCache() } }, signal);
    expect(stored.dataHash).toBe(dataset.hash);
    expect(stored.draws).toHaveLength(20);
    expect(summarise(stored.draws)).toEqual(stored.summary);
    const config = parseConfig({ data: { id, perClass: stored.perClass } });
    // Made before a setting existed, they were made with its default.
    expect(parseConfig({ ...stored.settings, data: config.data })).toEqual(config);
    expect(await compareOnDraw(config, dataset, nodePlatform(), 1, signal)).toEqual(stored.draws[0]);
  },
);
