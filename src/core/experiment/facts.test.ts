import { describe, expect, it } from 'vitest';
import { FakeLanguageModel } from '../../../test/support/fake-language-model.ts';
import { writer } from '../../../test/support/prompted-run.ts';
import { runTiny, tinySpec } from '../../../test/support/tiny-experiment.ts';
import { tinyDataset, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { planFacts } from './facts.ts';
import { planCells } from './plan.ts';

const dataset = tinyDataset();
const facts = (...args: Parameters<typeof tinySpec>) =>
  planFacts(planCells(tinySpec(...args), dataset), dataset);
const API = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' };
const ARMS = [
  'llm2llm',
  'one-shot',
  'untargeted',
  'auggpt',
  'distillation',
  'llm2llm-augmented',
  'seeds-only',
];

describe('planFacts', () => {
  it('counts cells, fits and seeds; recorded replies cost nothing', async () => {
    expect(await facts({ sizes: { values: [2, 4] } })).toEqual({
      cells: 16,
      // Two draws of two sizes, and seeds-only is read off llm2llm.
      computed: 12,
      impossible: [],
      seeds: [4, 8],
      test: 10,
      // Each: two rounds of a fit and three folds, and the last fit.
      fits: 12 * 9,
      calls: 0,
      cost: 0,
    });
  });

  it('says which arms cannot run here, once', async () => {
    const { impossible, computed } = await facts({ arms: ['llm2llm', 'auggpt', 'distillation'] });
    expect(impossible.map(({ arm, error }) => [arm, error.code])).toEqual([
      ['auggpt', 'needs-live-teacher'],
      ['distillation', 'needs-live-teacher'],
    ]);
    expect(computed).toBe(2);
  });

  it('computes the seeds alone where the run they would be read off cannot be', async () => {
    const spec = tinySpec({ arms: ['seeds-only', 'llm2llm', 'untargeted'] });
    const { pack: _none, ...rest } = dataset;
    const { impossible, computed, fits } = await planFacts(planCells(spec, rest), rest);
    expect(impossible.map(({ arm }) => arm).sort()).toEqual(['llm2llm', 'untargeted']);
    expect([computed, fits]).toEqual([2, 2]);
  });

  it('bounds calls, and money where prices are given', async () => {
    const free = await facts({ arms: ['llm2llm'], draws: { count: 1 } }, { teacher: API });
    // Eight seeds, two rounds, three tries.
    expect(free).toMatchObject({ calls: 8 * 2 * 3, cost: null });
    const capped = await facts(
      { arms: ['llm2llm'], draws: { count: 1 }, budget: { unit: 'calls', amount: 5 } },
      { teacher: API },
    );
    expect(capped.calls).toBe(5);
    const priced = await facts({ arms: ['llm2llm'] }, { teacher: { ...API, priceInput: 1, priceOutput: 2 } });
    expect(priced.cost).toBeGreaterThan(0);
  });

  it.each(['examples', 'calls'] as const)(
    'is never exceeded by the run, with a budget in %s',
    async (unit) => {
      const model = new FakeLanguageModel({ reply: writer() });
      const platform = { ...tinyPlatform(), languageModel: () => Promise.resolve(model) };
      const spec = tinySpec(
        { arms: ARMS, draws: { count: 1 }, budget: { unit } },
        { teacher: { id: 'webllm', model: 'fake' } },
      );
      const { calls } = await planFacts(planCells(spec, dataset), dataset);
      await runTiny(spec, { platform });
      expect(model.calls).toBeGreaterThan(0);
      expect(model.calls).toBeLessThanOrEqual(calls);
    },
  );
});
