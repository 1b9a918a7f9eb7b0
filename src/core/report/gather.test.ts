import { describe, expect, it } from 'vitest';
import { doneCell, failedCell, inputOf, sevenDraws } from '../../../test/support/cell-results.ts';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import { buildReport } from './build.ts';
import { reportDocument } from './document.ts';
import type { RunPiece } from './gather.ts';
import { gatherRuns } from './gather.ts';

const api = (model: string) => ({ id: 'api' as const, baseUrl: 'https://a.example/v1', model });

/** A run of an arm on a draw that got so many of 10 right. */
function piece(
  arm: string,
  draw: number,
  right: number,
  config: Partial<RunConfigInput> = {},
  changes: Partial<RunPiece> = {},
): RunPiece {
  const { cell: _cell, ...result } = doneCell(arm, draw, [5, right]);
  return {
    name: `${arm}-${draw}.log.jsonl`,
    config: parseConfig({ data: { id: 'tiny', perClass: 2, draw }, ...config, arm }),
    result,
    data: inputOf([]).data,
    pinned: false,
    ...changes,
  };
}

describe('runs put together', () => {
  it('are the cells of a grid: arms in their order, draws, seeds', () => {
    const { spec, results, origin } = gatherRuns([
      piece('seeds-only', 4, 5),
      piece('untargeted', 4, 6),
      piece('llm2llm', 4, 7),
      piece('llm2llm', 9, 8),
    ]);
    expect(origin).toBe('runs');
    expect(spec).toMatchObject({ arms: ['llm2llm', 'untargeted', 'seeds-only'], reference: 'llm2llm' });
    expect(results.map(({ cell }) => cell.key)).toContain('llm2llm/draw-9/size-base/seed-1/teacher-0');
  });

  it('make the same figures as the experiment they could have been', () => {
    const cells = sevenDraws();
    const gathered = gatherRuns(
      cells.map((one) => {
        const { cell, ...result } = one;
        return piece(cell.arm, cell.draw, 0, {}, { result });
      }),
    );
    const { data: _data, ...rest } = inputOf(cells);
    const planned = buildReport(inputOf(cells));
    const report = buildReport({ ...rest, ...gathered });
    expect(report.comparisons).toEqual(planned.comparisons);
    expect(report.groups).toEqual(planned.groups);
  });

  it('may differ in size, random seed, stops and teacher', () => {
    const { spec, results } = gatherRuns([
      piece('one-shot', 1, 6, { teacher: api('small'), data: { id: 'tiny', perClass: 2, draw: 1 } }),
      piece('one-shot', 1, 7, { teacher: api('large'), data: { id: 'other name', perClass: 4, draw: 1 } }),
      piece('one-shot', 1, 7, { teacher: api('large'), seed: 2, stops: { budget: 3 } }),
    ]);
    expect(spec.sizes).toEqual({ unit: 'per-class', values: [2, 4] });
    expect(spec.seeds).toEqual([1, 2]);
    expect(spec.teachers).toHaveLength(2);
    expect(results.map(({ cell }) => [cell.size, cell.seed, cell.teacher])).toEqual([
      [2, 1, 0],
      [4, 1, 1],
      [2, 2, 1],
    ]);
  });

  it('put an arm without a teacher beside every teacher, unless it belongs to one', () => {
    const asked = [
      piece('llm2llm', 1, 6, { teacher: api('a') }),
      piece('llm2llm', 2, 6, { teacher: api('b') }),
    ];
    const free = gatherRuns([...asked, piece('seeds-only', 1, 5)]).results;
    expect(free.filter(({ cell }) => cell.arm === 'seeds-only').map(({ cell }) => cell.teacher)).toEqual([
      0, 1,
    ]);
    const own = piece('seeds-only', 1, 5, { teacher: api('b') }, { pinned: true });
    const pinned = gatherRuns([...asked, own]).results;
    expect(pinned.filter(({ cell }) => cell.arm === 'seeds-only').map(({ cell }) => cell.teacher)).toEqual([
      1,
    ]);
  });

  it('let an arm differ in what makes it that arm', () => {
    const continued = piece('llm2llm-continue', 1, 6, { weights: 'continue' });
    expect(gatherRuns([piece('llm2llm', 1, 6), continued]).results).toHaveLength(2);
  });

  it('keep what could not run', () => {
    const { cell: _cell, ...result } = failedCell('auggpt', 1);
    const { results } = gatherRuns([piece('llm2llm', 1, 6), piece('auggpt', 1, 0, {}, { result })]);
    expect(results.map(({ status }) => status)).toEqual(['done', 'failed']);
  });

  it.each([
    ['data', {}, { data: { ...inputOf([]).data, hash: 'e'.repeat(64) } }],
    ['student', { student: { l2: 1 } }, {}],
    ['iterations, wrongSet', { iterations: 2, wrongSet: { folds: 3 } }, {}],
    ['unit of the seed-set size', { data: { id: 'tiny', perClass: null, count: 4 } }, {}],
  ])('are refused by name where they differ in %s', (differs, config, changes) => {
    const other = piece('untargeted', 1, 6, config, changes);
    expect(() => gatherRuns([piece('llm2llm', 1, 6), other])).toThrow(
      `untargeted-1.log.jsonl cannot be compared with llm2llm-1.log.jsonl: they differ in ${differs}.`,
    );
  });

  it('may be given twice, but not with two results', () => {
    const once = piece('llm2llm', 1, 6);
    expect(gatherRuns([once, { ...once, name: 'copy' }]).results).toHaveLength(1);
    expect(() => gatherRuns([once, { ...piece('llm2llm', 1, 7), name: 'again' }])).toThrow(
      /llm2llm-1\.log\.jsonl and again are of the same arm/u,
    );
  });

  it('are not said to be an experiment that is not done', () => {
    const gathered = gatherRuns([piece('llm2llm', 4, 7), piece('untargeted', 9, 7)]);
    const { teachers, reproduce } = inputOf([]);
    const text = JSON.stringify(reportDocument(buildReport({ ...gathered, teachers, reproduce })));
    expect(text).toContain('(4, 9)');
    expect(text).toContain('as each run was configured');
    expect(text).not.toContain('will change');
  });
});
