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

describe('drawSeeds over any pool', () => {
  const pools = fc
    .array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 5 })
    .map((sizes) => rowsOf(Object.fromEntries(sizes.map((size, index) => [`c${index}`, size]))));
  const draws = fc.integer({ min: 0, max: 1e9 });
  const smallest = (pool: readonly Example[]) =>
    Math.min(...[...new Set(pool.map((row) => row.label))].map((label) => countOf(pool, label)));
  const ids = (rows: readonly Example[]) => rows.map((row) => row.id);

  it('gives so many a class, each seed once, all from the pool, the same every time', () => {
    fc.assert(
      fc.property(pools, draws, fc.nat(), (pool, draw, part) => {
        const perClass = 1 + (part % smallest(pool));
        const seeds = drawSeeds(pool, { perClass }, draw);
        for (const label of new Set(pool.map((row) => row.label)))
          expect(countOf(seeds, label)).toBe(perClass);
        expect(new Set(ids(seeds)).size).toBe(seeds.length);
        expect(seeds.every((seed) => pool.includes(seed))).toBe(true);
        expect(drawSeeds(pool, { perClass }, draw)).toEqual(seeds);
      }),
    );
  });

  it('gives so many of any class, each once, the same every time, and nested', () => {
    fc.assert(
      fc.property(pools, draws, fc.nat(), fc.nat(), (pool, draw, one, other) => {
        const [few, many] = [1 + (one % pool.length), 1 + (other % pool.length)].sort((a, b) => a - b);
        const large = drawSeeds(pool, { perClass: null, count: many ?? 1 }, draw);
        const small = drawSeeds(pool, { perClass: null, count: few ?? 1 }, draw);
        expect(large).toHaveLength(many ?? 1);
        expect(new Set(ids(large)).size).toBe(large.length);
        expect(large.every((seed) => pool.includes(seed))).toBe(true);
        expect(large.slice(0, few)).toEqual(small);
      }),
    );
  });

  it('nests per class too: what a smaller draw has, a larger one has', () => {
    fc.assert(
      fc.property(pools, draws, (pool, draw) => {
        const most = smallest(pool);
        const largest = new Set(ids(drawSeeds(pool, { perClass: most }, draw)));
        for (let perClass = 1; perClass < most; perClass++)
          expect(ids(drawSeeds(pool, { perClass }, draw)).every((id) => largest.has(id))).toBe(true);
      }),
    );
  });

  it('rounds a percentage, to one seed at least and to the pool at most', () => {
    fc.assert(
      fc.property(pools, draws, fc.double({ min: 0.001, max: 100, noNaN: true }), (pool, draw, percent) => {
        const exact = (pool.length * percent) / 100;
        const { length } = drawSeeds(pool, { perClass: null, percent }, draw);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(length).toBeLessThanOrEqual(pool.length);
        if (length > 1) expect(Math.abs(length - exact)).toBeLessThanOrEqual(0.5);
        else expect(exact).toBeLessThan(1.5);
      }),
    );
  });

  it.each([
    [7473, 1, 75],
    [200, 1.2, 2],
    [200, 1.25, 3],
    [45_000, 0.5, 225],
    [3, 0.5, 1],
    [3, 100, 3],
  ])('takes of %i rows %f per cent: %i', (rows, percent, expected) => {
    expect(drawSeeds(rowsOf({ a: rows }), { perClass: null, percent }, 1)).toHaveLength(expected);
  });

  it('draws every row about equally often', () => {
    const pool = rowsOf({ a: 10, b: 10 });
    const times = new Map<string, number>();
    for (let draw = 0; draw < 1000; draw++)
      for (const { id } of drawSeeds(pool, { perClass: null, count: 5 }, draw))
        times.set(id, (times.get(id) ?? 0) + 1);
    // 250 expected, standard deviation below 14: five of them either way.
    expect(times.size).toBe(20);
    for (const count of times.values()) expect(Math.abs(count - 250)).toBeLessThan(70);
  });

  it('lets the first size given decide, and refuses more than there is', () => {
    const pool = rowsOf({ a: 4, b: 4 });
    expect(drawSeeds(pool, { perClass: 2, count: 7, percent: 100 }, 1)).toHaveLength(4);
    expect(drawSeeds(pool, { perClass: null, count: 3, percent: 100 }, 1)).toHaveLength(3);
    expect(drawSeeds(pool, { perClass: null, count: null, percent: null }, 1)).toEqual(pool);
    expect(caught(() => drawSeeds(pool, { perClass: null, count: 9 }, 1))).toMatchObject({
      code: 'too-few-seeds',
      details: { available: 8, asked: 9 },
    });
  });

  it('draws other seeds for other draws, by any size', () => {
    const pool = rowsOf({ a: 30, b: 30 });
    for (const size of [{ perClass: 5 }, { perClass: null, count: 10 }, { perClass: null, percent: 20 }]) {
      const seen = new Set([1, 2, 3, 4, 5].map((draw) => JSON.stringify(ids(drawSeeds(pool, size, draw)))));
      expect(seen.size).toBe(5);
    }
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
