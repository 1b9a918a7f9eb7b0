import { describe, expect, it } from 'vitest';
import { tinySpec } from '../../../test/support/tiny-experiment.ts';
import { tinyDataset } from '../../../test/support/tiny-run.ts';
import type { CellDone, CellResult } from './cell.ts';
import type { PlannedCell } from './plan.ts';
import { planCells } from './plan.ts';
import { keptResults, readyCells, stepOf } from './schedule.ts';

const spec = tinySpec({ arms: ['llm2llm', 'untargeted', 'seeds-only'] });
const plan = planCells(spec, tinyDataset());
const keysOf = (cells: readonly PlannedCell[]): string[] =>
  cells.map(({ cell }) => `${cell.arm} ${cell.draw}`);
const cellAt = (arm: string, draw = 1): PlannedCell => {
  const found = plan.find(({ cell }) => cell.arm === arm && cell.draw === draw);
  if (!found) throw new Error('no such cell');
  return found;
};

function done({ cell, config }: PlannedCell, more: Partial<CellDone> = {}): CellDone {
  return {
    status: 'done',
    cell,
    config,
    test: { n: 2, outcomes: '11', before: '01', answers: [0, 1], answersBefore: [1, 1] },
    seeds: 8,
    curve: [],
    accepted: 6,
    calls: 9,
    tokens: null,
    rejected: {},
    labels: null,
    fixes: null,
    reason: 'iterations',
    ...more,
  };
}

function failed({ cell }: PlannedCell, code: string): CellResult {
  return { status: 'failed', cell, error: { code, message: 'It broke.', remedy: 'Mend it.' } };
}

const resultsOf = (...results: CellResult[]) => new Map(results.map((result) => [result.cell.key, result]));

describe('readyCells', () => {
  it('begins with what waits for nothing, and never gives a cell twice', () => {
    expect(keysOf(readyCells(plan, new Map(), new Set()))).toEqual(['llm2llm 1', 'llm2llm 2']);
    const running = new Set([cellAt('llm2llm').cell.key]);
    expect(keysOf(readyCells(plan, new Map(), running))).toEqual(['llm2llm 2']);
  });

  it('finishes a draw before it begins the next', () => {
    const results = resultsOf(done(cellAt('llm2llm')));
    expect(keysOf(readyCells(plan, results, new Set()))).toEqual([
      'untargeted 1',
      'seeds-only 1',
      'llm2llm 2',
    ]);
  });
});

describe('stepOf', () => {
  it('runs a control arm on what llm2llm accepted, and for nothing less', () => {
    const results = resultsOf(done(cellAt('llm2llm')));
    expect(stepOf(cellAt('untargeted'), results)).toMatchObject({
      kind: 'run',
      job: { config: { arm: 'untargeted', stops: { budget: 6, patience: null } } },
    });
  });

  it('reads off what need not be run', () => {
    const results = resultsOf(done(cellAt('llm2llm')));
    const step = stepOf(cellAt('seeds-only'), results);
    expect(step).toMatchObject({
      kind: 'result',
      result: { cell: { arm: 'seeds-only' }, test: { outcomes: '01', answers: [1, 1] }, accepted: 0 },
    });
  });

  it('gives an arm with nothing to spend the fit on the seeds, and says why', () => {
    const results = resultsOf(done(cellAt('llm2llm'), { accepted: 0 }));
    const step = stepOf(cellAt('untargeted'), results);
    expect(step).toMatchObject({
      kind: 'result',
      result: { reason: 'budget', test: { outcomes: '01' }, config: { stops: { budget: 0 } } },
    });
  });

  it('fails with the arm that sets the budget, but runs the seeds alone', () => {
    const results = resultsOf(failed(cellAt('llm2llm'), 'no-pack'));
    expect(stepOf(cellAt('untargeted'), results)).toMatchObject({
      kind: 'result',
      result: { status: 'failed', error: { code: 'no-budget', remedy: 'Mend it.' } },
    });
    expect(stepOf(cellAt('seeds-only'), results)).toMatchObject({
      kind: 'run',
      job: { config: { arm: 'seeds-only' } },
    });
  });

  it('cannot spend tokens that nobody counted', () => {
    const api = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' } as const;
    const cells = planCells(
      tinySpec(
        { arms: ['llm2llm', 'untargeted'], draws: { count: 1 }, budget: { unit: 'tokens' } },
        { teacher: api },
      ),
      tinyDataset(),
    );
    const [setter, control] = cells;
    if (!setter || !control) throw new Error('no cells');
    expect(stepOf(control, resultsOf(done(setter)))).toMatchObject({
      result: { status: 'failed', error: { code: 'no-token-count' } },
    });
    expect(stepOf(control, resultsOf(done(setter, { tokens: 900 })))).toMatchObject({
      job: { config: { stops: { maxTokens: 900, budget: null } } },
    });
  });
});

describe('keptResults', () => {
  it('tries failed cells again, unless that would change nothing', () => {
    const [one, two, three] = plan;
    if (!one || !two || !three) throw new Error('no cells');
    const stored = resultsOf(
      done(one),
      failed(two, 'no-language-model'),
      failed(three, 'needs-live-teacher'),
    );
    expect([...keptResults(plan, stored).keys()]).toEqual([one.cell.key, three.cell.key]);
  });
});
