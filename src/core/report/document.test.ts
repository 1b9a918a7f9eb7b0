import { describe, expect, it } from 'vitest';
import {
  doneCell,
  failedCell,
  inputOf,
  outcomesOf,
  sevenDraws,
  specOf,
} from '../../../test/support/cell-results.ts';
import type { CellResult } from '../experiment/cell.ts';
import { ARM_IDS } from '../loop/arms.ts';
import type { Block, ReportDocument, TableBlock } from './blocks.ts';
import { buildReport } from './build.ts';
import { reportDocument } from './document.ts';
import { reportHtml } from './html.ts';
import type { ReportInput } from './model.ts';

function documentOf(results: readonly CellResult[], changes: Partial<ReportInput> = {}): ReportDocument {
  return reportDocument(buildReport(inputOf(results, changes)));
}

function tables({ blocks }: ReportDocument): TableBlock[] {
  return blocks.filter((block) => block.kind === 'table');
}

function tableOf(document: ReportDocument, id: string): TableBlock {
  const found = tables(document).find((table) => table.id === id);
  if (!found) throw new Error(`There is no table ${id}.`);
  return found;
}

function leadOf({ blocks }: ReportDocument): string {
  const texts = blocks.filter((block) => block.kind === 'text');
  return texts
    .filter(({ tone }) => tone === 'lead')
    .map(({ text }) => text)
    .join('\n')
    .replaceAll('\u00a0', ' ');
}

const oneDraw = [doneCell('llm2llm', 1, [5, 7]), doneCell('untargeted', 1, [5, 6])];
const noTokens = sevenDraws().map((one) =>
  one.status === 'done'
    ? { ...one, tokens: null, curve: one.curve.map((point) => ({ ...point, tokens: null })) }
    : one,
);
const freeForm = sevenDraws();
const nothingAsked = doneCell('llm2llm', 1, [0, 0], {
  test: { n: 0, outcomes: '', before: '', answers: null, answersBefore: null },
  rejected: {},
  accepted: 0,
  calls: 0,
  fixes: { wrongAtFirst: 0, augmented: 0, fixed: 0, regressed: 0 },
});
const sizes = [5, 10].flatMap((size) =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((draw) => [
    doneCell('llm2llm', draw, [5, 8], { place: { size } }),
    doneCell('untargeted', draw, [5, 6], { place: { size } }),
  ]),
);
const manyTeachers = [0, 1].flatMap((teacher) =>
  ['llm2llm', 'one-shot', 'untargeted'].map((arm) =>
    doneCell(arm, 1, [5, 6], {
      place: { teacher },
      tokens: 900,
      labels: { looked: 5, disputed: 1 },
      curve: [0, 1].map((iteration) => ({
        iteration,
        examples: 5 * iteration,
        trainSize: 4,
        calls: 3,
        tokens: 900 * iteration,
        steps: 3,
        right: 5 + iteration,
      })),
    }),
  ),
);

const CASES: readonly (readonly [name: string, document: ReportDocument])[] = [
  ['seven draws', documentOf(sevenDraws())],
  ['one draw', documentOf(oneDraw)],
  ['three draws', documentOf(sevenDraws().filter(({ cell }) => cell.draw < 4))],
  ['all failed', documentOf([failedCell('llm2llm', 1), failedCell('untargeted', 1)])],
  ['no results', documentOf([])],
  ['tokens not counted', documentOf(noTokens)],
  [
    'free-form answers',
    documentOf(freeForm, { data: { ...inputOf([]).data, labels: [], gold: null, leaks: null, pool: null } }),
  ],
  ['labels not known', documentOf(freeForm, { data: { ...inputOf([]).data, labels: null, gold: null } })],
  ['one arm', documentOf([doneCell('seeds-only', 1, [5, 5])], { spec: specOf({ arms: ['seeds-only'] }) })],
  ['an empty test set', documentOf([nothingAsked])],
  ['several sizes', documentOf(sizes, { spec: specOf({ sizes: { values: [5, 10] } }) })],
  ['several teachers', documentOf(manyTeachers, { teachers: ['one', 'other'] })],
  ['a failed arm beside others', documentOf([...sevenDraws(), failedCell('auggpt', 1)])],
  [
    'an arm nobody knows',
    documentOf([doneCell('llm2llm', 1, [5, 6]), doneCell('later', 1, [5, 6])], {
      reproduce: { link: null, command: 'npm run report -- a' },
    }),
  ],
];

describe.each(CASES)('the document of %s', (_name, document) => {
  it('holds no figure that is none', () => {
    expect(JSON.stringify(document)).not.toMatch(/NaN|undefined|Infinity|\[object/u);
    expect(reportHtml(document)).not.toMatch(/NaN|undefined|Infinity|\[object/u);
  });

  it('defines every term it uses, each once', () => {
    const terms = document.blocks.flatMap((block) => (block.kind === 'terms' ? block.items : []));
    const ids = terms.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(terms.map(({ term }) => term)).size).toBe(ids.length);
    const used = tables(document).flatMap(({ columns }) => columns.flatMap(({ term }) => term ?? []));
    expect(used.filter((term) => !ids.includes(term))).toEqual([]);
  });

  it('has ids that are unique, and rows as wide as their table', () => {
    const ids = document.blocks.flatMap((block: Block) => ('id' in block ? [block.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { columns, rows } of tables(document)) {
      expect(rows.filter((row) => row.length !== columns.length)).toEqual([]);
    }
  });

  it('names every arm there is, once', () => {
    const named = tableOf(document, 'arm-table').rows.map(([, id]) => id);
    expect(named).toEqual(expect.arrayContaining([...ARM_IDS]));
    expect(new Set(named).size).toBe(named.length);
  });
});

describe('the answer', () => {
  it('says that targeting pays, by how much, and how sure that is', () => {
    const lead = leadOf(documentOf(sevenDraws()));
    expect(lead).toMatch(/^Targeting pays here: LLM2LLM lies 8\.6 points above Untargeted/u);
    expect(lead).toMatch(/p = 0\.031 after correction; 7 draws of the seeds, 10 test examples/u);
    expect(lead).toMatch(/Both had the same budget: 5 examples a run\./u);
    expect(lead).toMatch(
      /LLM2LLM less Seeds only: \+17\.1 points \(better, p = 0\.031 after correction; 95 % interval/u,
    );
  });

  it('says that it does harm, where it does, whichever is the reference', () => {
    const two = sevenDraws().filter(({ cell }) => cell.arm !== 'seeds-only');
    const turned = two.map((one): CellResult => {
      const { arm, draw } = one.cell;
      const names: Record<string, string> = { llm2llm: 'untargeted', untargeted: 'llm2llm' };
      return { ...one, cell: { ...one.cell, arm: names[arm] ?? arm, key: `${arm} ${draw}` } };
    });
    for (const reference of ['llm2llm', 'untargeted']) {
      const spec = specOf({ arms: ['llm2llm', 'untargeted'], reference });
      const lead = leadOf(documentOf(turned, { spec }));
      expect(lead).toMatch(/^Targeting does harm here: LLM2LLM lies 8\.6 points below Untargeted/u);
    }
  });

  it('claims no more than one draw can show', () => {
    const [none, all] = [0, 10].map((right) => doneCell('llm2llm', 1, [5, right]));
    const results = (targeted = doneCell('llm2llm', 1, [5, 5]), right = 0): CellResult[] => [
      targeted,
      doneCell('untargeted', 1, [5, right]),
    ];
    expect(leadOf(documentOf(results(all, 0)))).toMatch(
      /^On this one draw of the seeds targeting did better:/u,
    );
    expect(leadOf(documentOf(results(none, 10)))).toMatch(
      /^On this one draw of the seeds targeting did worse:/u,
    );
  });

  it('says "no difference shown" in those words', () => {
    expect(leadOf(documentOf(oneDraw))).toMatch(/^No difference shown/u);
    const cells = tableOf(documentOf(oneDraw), 'comparisons-table').rows.flat();
    expect(cells).toContain('no difference shown');
  });

  it('does not test a few draws', () => {
    const lead = leadOf(documentOf(sevenDraws().filter(({ cell }) => cell.draw < 4)));
    expect(lead).toMatch(/^Too few draws to say whether targeting pays/u);
  });

  it('says when no difference could be shown, however clear', () => {
    const cautions = (draws: number) =>
      JSON.stringify(documentOf(sevenDraws().filter(({ cell }) => cell.draw <= draws))).replaceAll(
        '\u00a0',
        ' ',
      );
    // 2 / 2^6 for each of two comparisons is above 0.05, 2 / 2^7 is not.
    expect(cautions(6)).toMatch(/With 6 draws no p-value can be below 0\.031/u);
    expect(cautions(7)).not.toMatch(/no p-value can be below/u);
  });

  it('counts the settings where there are several', () => {
    const lead = leadOf(documentOf(sizes, { spec: specOf({ sizes: { values: [5, 10] } }) }));
    expect(lead).toBe('In 2 of 2 settings targeting pays.');
  });

  it('says that nothing ran, or that it was not asked', () => {
    expect(leadOf(documentOf([failedCell('llm2llm', 1)]))).toMatch(/No run came to its end/u);
    expect(leadOf(documentOf([doneCell('llm2llm', 1, [5, 6])]))).toMatch(
      /Whether targeting pays was not asked/u,
    );
  });

  it('says how much is missing', () => {
    const spec = specOf({ draws: { count: 20 } });
    const text = JSON.stringify(documentOf(sevenDraws(), { spec })).replaceAll('\u00a0', ' ');
    expect(text).toMatch(/21 runs of 60 have a result/u);
  });
});

describe('the tables', () => {
  it('have the figures with their n', () => {
    const rows = tableOf(documentOf(sevenDraws()), 'arms-table').rows.map((row) => row.slice(0, 7));
    expect(rows[2]).toEqual(['Seeds only', '60.0\u00a0%', '60.0 to 60.0', '60.0 to 60.0', '7', '7', '0']);
    expect(rows[0]?.[1]).toBe('77.1\u00a0%');
  });

  it('say what could not run and why', () => {
    const [row] = tableOf(documentOf([...sevenDraws(), failedCell('auggpt', 1)]), 'failures-table').rows;
    expect(row?.slice(1)).toEqual(['1', 'The arm needs a live teacher.', 'Choose a live teacher for it.']);
  });

  it('say that budgets were not the same', () => {
    const results = [
      doneCell('llm2llm', 1, [5, 6], { accepted: 34 }),
      doneCell('untargeted', 1, [5, 6], { accepted: 41 }),
    ];
    expect(tableOf(documentOf(results), 'comparisons-table').rows.flat()).toContain(
      'not the same: 34 examples against 41',
    );
  });

  it('say "not counted" and "not checked" where nobody counted or checked', () => {
    const text = JSON.stringify(documentOf(noTokens));
    expect(text).toContain('not counted');
    expect(text).toContain('were not checked in any run');
  });

  it('keep unreadable answers apart', () => {
    const cell = doneCell('llm2llm', 1, [5, 5]);
    const results = [{ ...cell, test: { ...cell.test, outcomes: `${outcomesOf(5, 8)}??` } }];
    expect(tableOf(documentOf(results), 'arms-table').rows[0]).toContain('2 of 10 (20.0\u00a0%)');
  });
});

describe('the glossary', () => {
  it('gives the measured spread of the draws', () => {
    const results = [4, 8, 5].map((before, at) => doneCell('llm2llm', at + 1, [before, 8]));
    const terms = documentOf(results).blocks.flatMap((block) => (block.kind === 'terms' ? block.items : []));
    const draw = terms.find(({ id }) => id === 'draw')?.text.replaceAll('\u00a0', ' ');
    expect(draw).toMatch(/moves a result more than anything else: .* from 40\.0 to 80\.0 % over 3 draws/u);
  });

  it('is one sentence a term', () => {
    const terms = CASES[0]?.[1].blocks.flatMap((block) => (block.kind === 'terms' ? block.items : [])) ?? [];
    expect(terms.length).toBeGreaterThan(20);
    expect(terms.filter(({ text }) => !/^[^.]+(\d\.\d[^.]*)*\.$/u.test(text))).toEqual([]);
  });
});
