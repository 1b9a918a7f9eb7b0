/** What calls cost: totals, money, and caps that end a run cleanly. */
import { describe, expect, it } from 'vitest';
import { promptedParts, withTeacher } from '../../../test/support/prompted-run.ts';
import {
  eventsOf,
  runToEnd,
  tinyParts,
  tinyPlatform,
  tinyRun,
  type TinyConfig,
} from '../../../test/support/tiny-run.ts';
import type { TeacherConfig } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { TokenUsage } from '../teachers/port.ts';
import { costOf, pricesOf, usageOf } from './budget.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import { resultOf } from './report.ts';
import type { RunParts } from './runner.ts';

const api = {
  id: 'api',
  baseUrl: 'https://a.example/v1',
  model: 'm',
  priceInput: 0.5,
  priceOutput: 2,
} as const;

const teacherOf = (teacher: object): TeacherConfig =>
  parseConfig({ data: { id: 'x' }, teacher: teacher as typeof api }).teacher;

/** A run whose every call takes this much, by a teacher of these prices. */
async function metered(
  config: TinyConfig,
  usage: (call: number) => TokenUsage | null,
  concurrency = 1,
  teacher: object = api,
): Promise<RunParts> {
  let calls = 0;
  const take = () => usage(++calls);
  const parts = withTeacher(await promptedParts(config), (one) => ({
    ...one,
    concurrency,
    ask: async (request, signal) => ({ ...(await one.ask(request, signal)), usage: take() }),
    check: async (request, signal) => {
      const reply = await one.check?.(request, signal);
      return { raw: reply?.raw ?? '', finish: null, usage: take() };
    },
  }));
  return { ...parts, config: { ...parts.config, teacher: teacherOf(teacher) } };
}

const each = (prompt: number, completion: number) => (): TokenUsage => ({ prompt, completion });
/** Tokens are said for two calls of three, in part for one of them. */
const inPart = (call: number): TokenUsage | null =>
  call % 3 === 0 ? null : { prompt: 10, completion: call % 3 === 1 ? 5 : null };

describe('money', () => {
  it('is tokens times the price of a million', () => {
    // By hand: 120,000 x 0.5 / 1e6 = 0.06; 30,000 x 2 / 1e6 = 0.06.
    expect(costOf(120_000, 30_000, pricesOf(teacherOf(api)))).toBeCloseTo(0.12, 12);
    expect(costOf(120_000, 30_000, pricesOf(teacherOf({ ...api, priceOutput: 0 })))).toBeCloseTo(0.06, 12);
  });

  it.each([
    { ...api, priceInput: null },
    { ...api, priceOutput: null },
    { id: 'webllm', model: 'm' },
    { id: 'recorded' },
  ])('is unknown without both prices (%j)', (teacher) => {
    expect(costOf(1, 1, pricesOf(teacherOf(teacher)))).toBeNull();
  });
});

describe('usage', () => {
  it('adds up replies and checks, over the run and each iteration', async () => {
    const { state, log } = await runToEnd(
      await metered({ filters: { labelCheck: 'teacher' } }, each(100, 20)),
    );
    const usage = usageOf(state);
    const calls = eventsOf(log, 'replied').length + eventsOf(log, 'checked').length;
    expect(usage).toMatchObject({
      calls,
      failed: 0,
      promptTokens: 100 * calls,
      completionTokens: 20 * calls,
      unknown: 0,
      exact: true,
    });
    expect(usage.cost).toBeCloseTo((calls * (100 * 0.5 + 20 * 2)) / 1e6, 12);
    const sum = (of: (one: (typeof usage.iterations)[number]) => number) =>
      usage.iterations.reduce((total, one) => total + of(one), 0);
    expect(sum((one) => one.calls)).toBe(calls);
    expect(sum((one) => one.promptTokens)).toBe(usage.promptTokens);
    expect(sum((one) => one.cost ?? NaN)).toBeCloseTo(usage.cost ?? NaN, 12);
  });

  it('never claims a total where a reply did not say what it took', async () => {
    const { state, log } = await runToEnd(await metered({}, inPart));
    const calls = eventsOf(log, 'replied').length;
    const usage = usageOf(state);
    expect(calls).toBeGreaterThan(5);
    expect(usage.exact).toBe(false);
    expect(usage.unknown).toBe(calls - Math.ceil(calls / 3));
    expect(usage.promptTokens).toBe(10 * (calls - Math.floor(calls / 3)));
    expect(usage.completionTokens).toBe(5 * Math.ceil(calls / 3));
    for (const { exact, calls: made } of usage.iterations) expect(exact).toBe(made < 2);
  });

  it('knows no cost where no reply said anything, and no total where a call failed', async () => {
    const silent = usageOf((await runToEnd(await metered({}, () => null))).state);
    expect(silent).toMatchObject({ cost: null, exact: false, promptTokens: 0 });
    const parts = await metered({ iterations: 1 }, each(1, 1));
    let calls = 0;
    const teacher = parts.teacher && {
      ...parts.teacher,
      ask: (...args: Parameters<NonNullable<RunParts['teacher']>['ask']>) =>
        ++calls === 2
          ? Promise.reject(new LabError('teacher-timeout', 'Too late.', 'Wait.'))
          : (parts.teacher as NonNullable<RunParts['teacher']>).ask(...args),
    };
    const { state } = await runToEnd({ ...parts, teacher });
    expect(usageOf(state)).toMatchObject({ failed: 1, unknown: 0, exact: false, calls: state.calls });
  });

  it('of a log from before there were prices and caps is read like any other', async () => {
    const { log, state } = await runToEnd(await metered({}, each(3, 1)));
    const old = JSON.parse(JSON.stringify(log)) as LoopEvent[];
    const [start] = old;
    if (start?.type !== 'run-started') throw new Error('The log has no start.');
    for (const [part, keys] of [
      [start.config.teacher, ['priceInput', 'priceOutput', 'examplesPerCall', 'system']],
      [start.config.stops, ['maxTokens', 'maxCost']],
      [start.config.filters, ['labelCheck']],
    ] as const)
      for (const key of keys) Reflect.deleteProperty(part, key);
    const usage = usageOf(foldEvents(old));
    expect({ ...usage, cost: null, iterations: [] }).toEqual({
      ...usageOf(state),
      cost: null,
      iterations: [],
    });
    expect(usage.cost).toBeNull();
    const store = new MemoryRunStore();
    await store.append('run', 0, old.slice(0, -20));
    const parts = await metered({}, each(3, 1), 1, { id: 'api', baseUrl: api.baseUrl, model: 'm' });
    expect((await runToEnd(parts, store)).log.length).toBe(log.length);
  });

  it('is none for teachers that read no prompts: nothing is unknown of them', async () => {
    const { state } = await tinyRun();
    expect(usageOf(state)).toMatchObject({
      calls: state.calls,
      promptTokens: 0,
      completionTokens: 0,
      unknown: 0,
      exact: true,
      cost: null,
    });
  });
});

describe('a cap', () => {
  const spent = (log: readonly LoopEvent[]): number => {
    const { promptTokens, completionTokens } = usageOf(foldEvents(log));
    return promptTokens + completionTokens;
  };

  it.each([1, 3])('on tokens stops cleanly, over it by the calls under way (%i)', async (atOnce) => {
    const parts = await metered({ stops: { maxTokens: 500 } }, each(90, 30), atOnce);
    const { state, log } = await runToEnd(parts);
    expect(state.finish?.reason).toBe('max-tokens');
    expect(resultOf(state)?.testAccuracy.n).toBe(10);
    // 4 calls take 480, so a fifth is made; with three at once the second group begins at 360.
    expect(spent(log)).toBe(atOnce === 1 ? 600 : 720);
    const asked = eventsOf(log, 'asked');
    for (const event of asked) {
      expect(event.requests.length).toBeLessThanOrEqual(atOnce);
      expect(spent(log.slice(0, log.indexOf(event)))).toBeLessThan(500);
    }
  });

  it('on money stops cleanly', async () => {
    const { state } = await runToEnd(await metered({ stops: { maxCost: 0.0005 } }, each(90, 30)));
    // A call costs 90 x 0.5 + 30 x 2 = 105 millionths: the fifth is the first to reach 500.
    expect(state.finish?.reason).toBe('max-cost');
    expect(usageOf(state)).toMatchObject({ calls: 5, cost: expect.closeTo(0.000525, 12) as number });
  });

  it('on tokens counts what is said and nothing else', async () => {
    const { state } = await runToEnd(await metered({ stops: { maxTokens: 1 } }, () => null));
    expect(state.finish?.reason).toBe('iterations');
    const silent = usageOf(state);
    expect(silent.exact).toBe(false);
  });

  it.each([0, 1, 2, 3, 5, 8])('of %i calls is never exceeded, checks included', async (maxCalls) => {
    const config: TinyConfig = {
      stops: { maxCalls },
      filters: { labelCheck: 'teacher' },
      perWrong: 2,
    };
    const { state, log } = await runToEnd((await promptedParts(config)).parts);
    expect(state.calls).toBeLessThanOrEqual(maxCalls);
    expect(state.calls).toBeGreaterThanOrEqual(maxCalls - 1);
    expect(state.finish?.reason).toBe('max-calls');
    expect(eventsOf(log, 'judged').some(({ reject }) => reject === 'label-unchecked')).toBe(false);
  });

  it.each([{ maxTokens: 0 }, { maxCost: 0 }, { maxCalls: 0 }])(
    'of nothing buys nothing: %j',
    async (stops) => {
      const { state } = await runToEnd(await metered({ stops }, each(1, 1)));
      expect(state.calls).toBe(0);
      expect(state.status).toBe('finished');
    },
  );

  it('ends an untargeted run, too', async () => {
    const parts = await metered({ arm: 'untargeted', stops: { budget: 40, maxTokens: 300 } }, each(90, 30));
    const { state } = await runToEnd(parts);
    expect(state.finish?.reason).toBe('max-tokens');
    expect(state.calls).toBe(3);
  });

  it('asks everybody once before anybody twice', async () => {
    const dull = JSON.stringify({ examples: [{ text: '...', label: 'good' }] });
    const { parts } = await promptedParts(
      { iterations: 1, stops: { maxTokens: 1_000_000 } },
      { reply: () => dull },
    );
    const attempts = eventsOf((await runToEnd(parts)).log, 'replied').map(({ attempt }) => attempt);
    expect(attempts).toEqual([...attempts].sort((a, b) => a - b));
    expect(Math.max(...attempts)).toBe(2);
  });

  it('holds over a resume', async () => {
    const config: TinyConfig = { stops: { maxTokens: 500 } };
    const whole = (await runToEnd(await metered(config, each(90, 30)))).log;
    const cut = whole.findIndex(({ type }) => type === 'replied') + 1;
    const store = new MemoryRunStore();
    await store.append('run', 0, whole.slice(0, cut));
    expect((await runToEnd(await metered(config, each(90, 30)), store)).log).toEqual(whole);
  });

  it.each([
    ['no-prices', { teacher: { ...api, priceOutput: null }, stops: { maxCost: 1 } }],
    ['no-token-count', { teacher: { id: 'built-in' }, stops: { maxTokens: 1 } }],
  ] as const)('that could never stop anything is refused: %s', async (code, config) => {
    const platform = tinyPlatform({ builtIn: { ask: () => Promise.resolve('') } });
    await expect(tinyParts(config, undefined, platform)).rejects.toMatchObject({
      code,
      remedy: expect.stringMatching(/\w/u) as unknown,
    });
  });
});
