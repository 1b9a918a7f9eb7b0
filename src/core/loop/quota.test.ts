/** No arm spends more than it is given, whatever is counted; and what can go on goes on until it is spent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMockApi, type MockApi } from '../../../test/support/mock-api.ts';
import { paidCalls, promptedParts, withTeacher, writer } from '../../../test/support/prompted-run.ts';
import {
  eventsOf,
  runToEnd,
  tinyDataset,
  tinyParts,
  tinyPlatform,
  type Finished,
  type TinyConfig,
} from '../../../test/support/tiny-run.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { TokenUsage } from '../teachers/port.ts';
import { ARM_IDS, armOf, needsTeacher } from './arms.ts';
import { usageOf } from './budget.ts';

/** Half of the set is drawn: the rest is a pool. */
const DATA = { id: 'tiny', perClass: 3 };
const ASKING = ARM_IDS.filter((id) => id !== 'eda' && needsTeacher(armOf(id) ?? fail(id)));
/** Arms that are not over before their budget is, as long as the pool lasts. */
const GREEDY = ['untargeted', 'auggpt', 'one-shot'];
const TAKES = 25;

function fail(id: string): never {
  throw new Error(id);
}

/** Every call takes 25 tokens, or what is given; one reply of four cannot be read. */
async function run(config: TinyConfig, usage: TokenUsage | null = { prompt: 20, completion: 5 }) {
  const reply = writer();
  let calls = 0;
  const prompted = await promptedParts(
    { data: DATA, iterations: 3, student: { l2: 100 }, ...config },
    { reply: (request) => (++calls % 4 === 0 ? 'No.' : reply(request)) },
  );
  return runToEnd(
    withTeacher(prompted, (teacher) => ({
      ...teacher,
      ask: async (...args) => ({ ...(await teacher.ask(...args)), usage }),
      check: async (...args) => ({ raw: '', finish: null, ...(await teacher.check?.(...args)), usage }),
    })),
  );
}

describe.each(ASKING)('%s', (arm) => {
  it.each([1, 5, 12])('accepts no more examples than %i', async (budget) => {
    const { state } = await run({ arm, stops: { budget } });
    expect(state.augmented.length).toBeLessThanOrEqual(budget);
    if (GREEDY.includes(arm)) expect(state.augmented).toHaveLength(budget);
    if (state.augmented.length === budget) expect(state.finish?.reason).toBe('budget');
  });

  it.each([
    { maxCalls: 1, labelCheck: 'off' },
    { maxCalls: 7, labelCheck: 'off' },
    { maxCalls: 7, labelCheck: 'teacher' },
    { maxCalls: 20, labelCheck: 'off' },
  ] as const)('makes no more calls than are allowed (%j)', async ({ maxCalls, labelCheck }) => {
    const { state, log } = await run({ arm, stops: { maxCalls }, filters: { labelCheck } });
    expect(paidCalls(log)).toBeLessThanOrEqual(maxCalls);
    expect(paidCalls(log)).toBe(state.calls);
    const room = labelCheck === 'teacher' ? 1 : 0;
    if (GREEDY.includes(arm)) expect(state.calls).toBeGreaterThanOrEqual(maxCalls - room);
    if (state.calls >= maxCalls - room) expect(state.finish?.reason).toBe('max-calls');
  });

  it.each([TAKES, 7 * TAKES, 7 * TAKES + 1, 16 * TAKES])(
    'begins no call after %i tokens',
    async (maxTokens) => {
      const { state } = await run({ arm, stops: { maxTokens } });
      const { promptTokens, completionTokens } = usageOf(state);
      const spent = promptTokens + completionTokens;
      // One call is under way at once, and it is known what it took before the next.
      expect(spent).toBeLessThan(maxTokens + TAKES);
      if (GREEDY.includes(arm)) expect(spent).toBeGreaterThanOrEqual(maxTokens);
      if (spent >= maxTokens) expect(state.finish?.reason).toBe('max-tokens');
    },
  );
});

describe('calls as the budget', () => {
  const rounds = ({ state }: Finished) =>
    state.iterations.filter(({ last }) => !last).map(({ callCount }) => callCount);

  it.each(['untargeted', 'distillation'])('is shared out over the rounds (%s)', async (arm) => {
    const result = await run({
      arm,
      iterations: 3,
      data: { id: 'tiny', perClass: 2 },
      stops: { maxCalls: 8 },
    });
    expect(rounds(result)).toEqual([3, 3, 2]);
  });

  it('counts as a call what a call brings: as many as one for a wrong seed would', async () => {
    const { log, state } = await run({
      arm: 'untargeted',
      iterations: 1,
      perWrong: 4,
      stops: { maxCalls: 5 },
    });
    const counts = eventsOf(log, 'asked').flatMap(({ requests }) => requests.map(({ count }) => count));
    expect(counts.slice(0, 4)).toEqual([4, 4, 4, 4]);
    expect(state.calls).toBe(5);
  });

  it('is spent on every seed before any is asked again', async () => {
    const { log } = await run({ arm: 'auggpt', stops: { maxCalls: 6 } });
    const asked = eventsOf(log, 'asked').flatMap(({ requests }) => requests.map(({ parent }) => parent));
    expect(new Set(asked).size).toBe(6);
  });

  it('leaves a run of a pack to what the pack holds', async () => {
    const config = { arm: 'untargeted', stops: { maxCalls: 100 } };
    const { state } = await runToEnd(await tinyParts(config, tinyDataset(2)));
    expect(state.augmented).toHaveLength(24);
    expect(state.calls).toBe(24);
  });

  it('goes on though nothing is wrong, unless the arm is about what is wrong', async () => {
    const right: TinyConfig = { wrongSet: { rule: 'in-sample' }, student: { l2: 0 }, stops: { maxCalls: 4 } };
    const of = async (arm: string) => (await run({ ...right, arm })).state;
    expect((await of('untargeted')).calls).toBe(4);
    expect((await of('distillation')).calls).toBe(4);
    expect((await of('one-shot')).finish?.reason).toBe('no-wrong');
  });
});

it.each([
  ['untargeted', { maxCalls: 9 }],
  ['auggpt', { maxTokens: 200 }],
  ['one-shot', { maxCalls: 9 }],
  ['distillation', { maxTokens: 130 }],
] as const)('goes on from any place in the log to the same end (%s, %j)', async (arm, stops) => {
  const partsOf = async () => {
    const config = { arm, data: DATA, iterations: 2, student: { l2: 100 }, stops };
    return withTeacher(await promptedParts(config), (teacher) => ({
      ...teacher,
      ask: async (...args) => ({ ...(await teacher.ask(...args)), usage: { prompt: 20, completion: 5 } }),
      check: async (...args) => ({
        ...(await (teacher.check ?? fail('check'))(...args)),
        usage: { prompt: 20, completion: 5 },
      }),
    }));
  };
  const { log } = await runToEnd(await partsOf());
  expect(log.at(-1)).toMatchObject({ type: 'finished', reason: expect.stringMatching(/^max-/u) as unknown });
  // Where one batch ends and another begins.
  const single = new Set(['wrong-collected', 'selected', 'asked', 'replied', 'grown']);
  const ends = log.flatMap(({ type }, i) => (single.has(type) ? [i + 1] : []));
  for (const at of ends) {
    const store = new MemoryRunStore();
    await store.append('run', 0, log.slice(0, at));
    expect((await runToEnd(await partsOf(), store)).log).toEqual(log);
  }
});

describe('tokens as the budget', () => {
  it.each([null, { prompt: 0, completion: 0 }, { prompt: 3, completion: null }])(
    'are none where a teacher does not say what it took (%j): as many are asked for as are wrong',
    async (usage) => {
      const { state } = await run({ arm: 'untargeted', stops: { maxTokens: 100_000 } }, usage);
      expect(state.finish?.reason).toBe('iterations');
      expect(state.calls).toBeLessThan(100);
    },
  );

  it('are none for rules, which take none', async () => {
    const { state } = await runToEnd(await tinyParts({ arm: 'untargeted', stops: { maxTokens: 10 } }));
    expect(state.finish?.reason).toBe('iterations');
  });
});

describe('over the network', () => {
  let api: MockApi;
  beforeAll(async () => {
    api = await startMockApi();
  });
  afterAll(() => api.close());

  it.each(ASKING)('pays for no more than the budget (%s)', async (arm) => {
    const teacher = { id: 'api', baseUrl: api.baseUrl, model: 'mock-model', concurrency: 3 } as const;
    const spent = async (stops: TinyConfig['stops']) => {
      api.play({ steps: [{ match: 'The', content: 'Not a reply.', times: 2 }] });
      const parts = await tinyParts(
        { arm, data: DATA, iterations: 2, student: { l2: 100 }, teacher, stops },
        tinyDataset(),
        tinyPlatform({ fetch }),
      );
      const { state } = await runToEnd(parts);
      expect(api.chats()).toHaveLength(state.calls);
      return state;
    };
    expect((await spent({ budget: 4 })).augmented.length).toBeLessThanOrEqual(4);
    expect((await spent({ maxCalls: 5 })).calls).toBeLessThanOrEqual(5);
    const { tally } = await spent({ maxTokens: 900 });
    // A group of three calls of about 110 tokens may be under way.
    expect(tally.promptTokens + tally.completionTokens).toBeLessThan(900 + 3 * 150);
  });
});
