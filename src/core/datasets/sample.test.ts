import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Example } from '../example.ts';
import { drawSeeds, splitTest } from './sample.ts';
import { caught, containing, matching } from '../../../test/support/caught.ts';

const rowsOf = (sizes: Record<string, number>): Example[] =>
  Object.entries(sizes).flatMap(([label, size]) =>
    Array.from({ length: size }, (_, index) => ({
      id: `${label}-${index}`,
      text: `${label} ${index}`,
      label,
    })),
  );
const countOf = (rows: readonly Example[], label: string) => rows.filter((row) => row.label === label).length;

describe('drawSeeds', () => {
  const pool = rowsOf({ a: 30, b: 30, c: 12 });

  it('is the same for the same draw and another for another', () => {
    expect(drawSeeds(pool, { perClass: 10 }, 1)).toEqual(drawSeeds(pool, { perClass: 10 }, 1));
    expect(drawSeeds(pool, { perClass: 10 }, 1)).not.toEqual(drawSeeds(pool, { perClass: 10 }, 2));
  });

  it('takes the whole pool in its order for null', () => {
    expect(drawSeeds(pool, { perClass: null }, 7)).toEqual(pool);
  });

  it('draws without replacement, as many of each class, interleaved', () => {
    const seeds = drawSeeds(pool, { perClass: 10 }, 3);
    expect(new Set(seeds.map((seed) => seed.id)).size).toBe(30);
    for (const label of ['a', 'b', 'c']) expect(countOf(seeds, label)).toBe(10);
    expect(new Set(seeds.slice(0, 10).map((seed) => seed.label)).size).toBeGreaterThan(1);
  });

  it('does not depend on the order of classes in the pool, and nests', () => {
    const regrouped = [...pool].sort((x, y) => (x.label > y.label ? -1 : x.label < y.label ? 1 : 0));
    expect(drawSeeds(regrouped, { perClass: 5 }, 4)).toEqual(drawSeeds(pool, { perClass: 5 }, 4));
    const ten = new Set(drawSeeds(pool, { perClass: 10 }, 4).map((seed) => seed.id));
    expect(drawSeeds(pool, { perClass: 5 }, 4).every((seed) => ten.has(seed.id))).toBe(true);
  });

  it('names the class that is too small, also one that is missing', () => {
    expect(caught(() => drawSeeds(pool, { perClass: 20 }, 1))).toMatchObject({
      code: 'too-few-seeds',
      message: matching(/"c" has 12 .* 20 /u),
      remedy: containing('12'),
    });
    expect(caught(() => drawSeeds(pool, { perClass: 1 }, 1, ['a', 'z']))).toMatchObject({
      details: { label: 'z', available: 0 },
    });
  });
});

describe('splitTest', () => {
  it('keeps proportions, order and one seed a class', () => {
    const rows = rowsOf({ a: 60, b: 30, c: 10 });
    const { seeds, test } = splitTest(rows, { testShare: 0.2, seed: 1 });
    expect([countOf(test, 'a'), countOf(test, 'b'), countOf(test, 'c')]).toEqual([12, 6, 2]);
    expect(rows.filter((row) => seeds.includes(row))).toEqual(seeds);
    expect(splitTest(rows, { testShare: 0.2, seed: 1 }).test).toEqual(test);
    expect(splitTest(rows, { testShare: 0.2, seed: 2 }).test).not.toEqual(test);
  });

  it('is a partition of the asked size for any sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizes, part) => {
          const rows = rowsOf(Object.fromEntries(sizes.map((size, index) => [`c${index}`, size])));
          const most = rows.length - sizes.length;
          fc.pre(most >= 1);
          const testCount = Math.max(1, Math.round(part * most));
          const { seeds, test } = splitTest(rows, { testCount, seed: 5 });
          expect(test).toHaveLength(testCount);
          expect(new Set([...seeds, ...test].map((row) => row.id)).size).toBe(rows.length);
          sizes.forEach((_, index) => expect(countOf(seeds, `c${index}`)).toBeGreaterThan(0));
        },
      ),
    );
  });

  it('refuses what leaves nothing on one side', () => {
    const rows = rowsOf({ a: 2, b: 2 });
    for (const testCount of [0, 3, 1.5])
      expect(caught(() => splitTest(rows, { testCount, seed: 1 })).code).toBe('bad-split');
    expect(caught(() => splitTest(rows, { testShare: 0, seed: 1 })).code).toBe('bad-split');
  });
});
