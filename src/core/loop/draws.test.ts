import { describe, expect, it } from 'vitest';
import { tinyDataset, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { parseConfig } from '../config/schema.ts';
import { compareOnDraw, summarise } from './draws.ts';

describe('compareOnDraw', () => {
  it('spends the same number of examples in both arms', async () => {
    const config = parseConfig({
      data: { id: 'tiny', perClass: 4 },
      student: { encoder: 'toy' },
      iterations: 2,
      wrongSet: { folds: 2 },
    });
    const compare = (draw: number) =>
      compareOnDraw(config, tinyDataset(6), tinyPlatform(), draw, new AbortController().signal);
    const results = [await compare(1), await compare(2)];
    const summary = summarise(results);
    expect(summary.examples.mean).toBeGreaterThan(0);
    expect(summary.gainOverSeedsOnly.mean).toBeCloseTo(summary.llm2llm.mean - summary.seedsOnly.mean, 12);
    expect(results[0]).toEqual(await compare(1));
  });
});
