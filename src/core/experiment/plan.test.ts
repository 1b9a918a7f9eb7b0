import { describe, expect, it } from 'vitest';
import { caught, containing } from '../../../test/support/caught.ts';
import { tinySpec } from '../../../test/support/tiny-experiment.ts';
import { tinyDataset } from '../../../test/support/tiny-run.ts';
import { planCells } from './plan.ts';

const data = tinyDataset();
const plan = (...args: Parameters<typeof tinySpec>) => planCells(tinySpec(...args), data);
const API = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' } as const;

describe('planCells', () => {
  it('lists the grid in the order of the report', () => {
    const cells = plan({
      arms: ['llm2llm', 'untargeted'],
      draws: { first: 3, count: 2 },
      sizes: { unit: 'count', values: [4, 6] },
      seeds: [1, 2],
      teachers: [{ id: 'recorded' }, { id: 'eda' }],
    });
    expect(cells).toHaveLength(32);
    expect(cells.slice(0, 5).map(({ cell }) => cell.key)).toEqual([
      'llm2llm/draw-3/size-4/seed-1/teacher-0',
      'llm2llm/draw-4/size-4/seed-1/teacher-0',
      'llm2llm/draw-3/size-4/seed-2/teacher-0',
      'llm2llm/draw-4/size-4/seed-2/teacher-0',
      'llm2llm/draw-3/size-6/seed-1/teacher-0',
    ]);
    expect(new Set(cells.map(({ cell }) => cell.key)).size).toBe(32);
    expect(cells[31]?.config).toMatchObject({
      arm: 'untargeted',
      seed: 2,
      teacher: { id: 'eda' },
      data: { perClass: null, count: 6, percent: null, draw: 4 },
    });
  });

  it('takes the budget from llm2llm of the same draw, size, seed and teacher', () => {
    const cells = plan({ arms: ['llm2llm', 'untargeted', 'seeds-only'] });
    expect(cells.map(({ budgetFrom }) => budgetFrom)).toEqual([
      null,
      null,
      { key: 'llm2llm/draw-1/size-base/seed-1/teacher-0', unit: 'examples' },
      { key: 'llm2llm/draw-2/size-base/seed-1/teacher-0', unit: 'examples' },
      null,
      null,
    ]);
  });

  it('gives every arm the amount, in its unit; only llm2llm keeps the stops of its own', () => {
    const stops = { budget: 99, maxCalls: 20, patience: 2 };
    const calls = plan({ arms: ['llm2llm', 'untargeted'], budget: { unit: 'calls', amount: 7 } }, { stops });
    expect(calls.map(({ config }) => config.stops)).toMatchObject([
      { budget: null, maxCalls: 7, patience: 2 },
      { budget: null, maxCalls: 7, patience: 2 },
      { budget: null, maxCalls: 7, patience: null },
      { budget: null, maxCalls: 7, patience: null },
    ]);
    const examples = plan({ arms: ['llm2llm', 'untargeted'], budget: { amount: 5 } }, { stops });
    expect(examples.map(({ config }) => config.stops.budget)).toEqual([5, 5, 5, 5]);
    expect(examples.every(({ config }) => config.stops.maxCalls === 20)).toBe(true);
    const dearer = plan({ budget: { unit: 'calls', amount: 50 } }, { stops });
    expect(dearer[0]?.config.stops.maxCalls).toBe(20);
  });

  it('gives copies, which take no calls, as many examples as llm2llm accepted', () => {
    const cells = plan({ arms: ['llm2llm', 'seeds-repeated'], budget: { unit: 'calls', amount: 7 } });
    expect(cells[2]?.budgetFrom).toEqual({
      key: 'llm2llm/draw-1/size-base/seed-1/teacher-0',
      unit: 'examples',
    });
  });

  it('reads seeds-only off the first fit of llm2llm, whichever the teacher', () => {
    const cells = plan({
      arms: ['seeds-only', 'llm2llm'],
      draws: { count: 1 },
      teachers: [{ id: 'recorded' }, { id: 'eda' }],
    });
    expect(cells.map(({ sameAs }) => sameAs)).toEqual([
      { key: 'llm2llm/draw-1/size-base/seed-1/teacher-0', of: 'first-fit' },
      { key: 'llm2llm/draw-1/size-base/seed-1/teacher-0', of: 'first-fit' },
      null,
      null,
    ]);
  });

  it('computes once what no teacher changes, and what two arms have in common', () => {
    const teachers = [{ id: 'recorded' }, API] as const;
    const shared = plan({
      arms: ['seeds-repeated', 'eda'],
      reference: 'eda',
      draws: { count: 1 },
      budget: { amount: 5 },
      teachers: [...teachers],
    });
    expect(shared.map(({ sameAs }) => sameAs?.key)).toEqual([
      undefined,
      'seeds-repeated/draw-1/size-base/seed-1/teacher-0',
      undefined,
      'eda/draw-1/size-base/seed-1/teacher-0',
    ]);
    const arms = ['llm2llm', 'untargeted', 'eda'];
    const rules = plan({ arms, draws: { count: 1 } }, { teacher: { id: 'eda' } });
    expect(rules[2]?.sameAs).toEqual({ key: 'untargeted/draw-1/size-base/seed-1/teacher-0', of: 'whole' });
    // Without a common budget the copies differ: each teacher's llm2llm sets its own.
    const each = plan({ arms: ['llm2llm', 'seeds-repeated'], teachers: [...teachers] });
    expect(each.every(({ sameAs }) => sameAs === null)).toBe(true);
  });

  it.each([
    [{ arms: ['llm2llm', 'magic'] }, 'There is no arm called "magic"'],
    [{ arms: ['llm2llm', 'llm2llm'] }, 'arm llm2llm is given twice'],
    [{ seeds: [4, 4] }, 'random seed 4 is given twice'],
    [{ arms: ['untargeted'], reference: 'untargeted' }, 'Nothing sets the budget'],
    [{ reference: 'auggpt' }, 'compared with "auggpt", which is not among them'],
    [{ budget: { unit: 'tokens' } }, 'a recorded pack as a teacher reports none'],
  ] as const)('refuses %j', (more, message) => {
    expect(caught(() => plan(more as Parameters<typeof tinySpec>[0]))).toMatchObject({
      code: 'bad-experiment',
      message: containing(message),
    });
  });

  it('names the class that has too few seeds, and a size that is no number of seeds', () => {
    expect(caught(() => plan({ sizes: { values: [2, 7] } }))).toMatchObject({
      code: 'too-few-seeds',
      message: containing('"bad" has 6 seeds'),
    });
    expect(caught(() => plan({ sizes: { values: [2.5] } }))).toMatchObject({
      code: 'bad-config',
      message: containing('data.perClass'),
    });
  });
});
