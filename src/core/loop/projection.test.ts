/** What is said before an iteration is never less than what it then takes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promptedParts, sometimes, withTeacher, writer } from '../../../test/support/prompted-run.ts';
import { eventsOf, runToEnd, tinyParts, type TinyConfig } from '../../../test/support/tiny-run.ts';
import { parseConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { ChatMessage } from '../tasks/port.ts';
import { usageOf } from './budget.ts';
import type { LoopEvent } from './events.ts';
import { foldEvents } from './fold.ts';
import type { Projection } from './projection.ts';
import { projectIteration } from './projection.ts';
import type { RunParts } from './runner.ts';

const MAX_TOKENS = 40;
const TEMPLATE = 64;
const bytes = (messages: readonly ChatMessage[], schema: string): number =>
  new TextEncoder().encode(messages.map(({ content }) => content).join('') + schema).length;

/** Settings that make every kind of asking happen: retries, checks, budgets, generous and useless replies. */
const settings = fc.record({
  arm: fc.constantFrom('llm2llm', 'one-shot', 'untargeted', 'auggpt', 'distillation'),
  iterations: fc.integer({ min: 1, max: 3 }),
  perWrong: fc.integer({ min: 1, max: 3 }),
  attempts: fc.integer({ min: 1, max: 3 }),
  augmentFrom: fc.constantFrom('seeds' as const, 'seeds-and-augmented' as const),
  stops: fc.record({
    budget: fc.option(fc.integer({ min: 1, max: 30 })),
    maxCalls: fc.option(fc.integer({ min: 0, max: 40 })),
    maxTokens: fc.option(fc.integer({ min: 1, max: 60_000 })),
  }),
  filters: fc.record({ labelCheck: fc.constantFrom('off' as const, 'teacher' as const, 'student' as const) }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

/** Runs that took more than was said, once. */
const oneShot = (budget: number, seed: number) => ({
  arm: 'one-shot' as const,
  iterations: 1,
  perWrong: 1,
  attempts: 1,
  augmentFrom: 'seeds' as const,
  stops: { budget, maxCalls: null, maxTokens: null },
  filters: { labelCheck: 'student' as const },
  seed,
});
const FOUND: [ReturnType<typeof oneShot>, number, number][] = [
  [oneShot(6, 264), 1, 0],
  [oneShot(13, 3), 2, 0],
];

/** Parts whose teacher takes as many tokens as it can, and often writes what cannot be used, or nothing. */
async function greedy(config: TinyConfig, examplesPerCall: number, useless: number): Promise<RunParts> {
  const prompted = await promptedParts(
    config,
    { reply: writer(sometimes) },
    { maxTokens: MAX_TOKENS, examplesPerCall },
  );
  const { task } = prompted.parts;
  let calls = 0;
  const takes = (messages: readonly ChatMessage[], schema: string) => ({
    prompt: bytes(messages, schema) + TEMPLATE,
    completion: MAX_TOKENS,
  });
  return withTeacher(prompted, (teacher) => ({
    ...teacher,
    ask: async (request, signal) => {
      calls += 1;
      const turn = (calls * 7) % 10;
      if (turn < useless && turn % 3 === 0) throw new LabError('teacher-empty', 'Empty.', 'Nothing to do.');
      const { raw } = await teacher.ask(request, signal);
      const usage = takes(request.messages, task.replySchema.json);
      return {
        raw: turn < useless ? '{"examples":[{"text":"?","label":"good"}]}' : raw,
        usage,
        finish: 'stop',
      };
    },
    check: async (request, signal) => {
      const reply = await teacher.check?.(request, signal);
      return { raw: reply?.raw ?? '', usage: takes(request.messages, task.checkSchema.json), finish: 'stop' };
    },
  }));
}

interface Said {
  readonly iteration: number;
  readonly at: number;
  readonly projection: Projection;
}

/** The projections at the events of these types. */
function projections(
  log: readonly LoopEvent[],
  parts: RunParts,
  types: readonly LoopEvent['type'][],
): Said[] {
  return log.flatMap((event, i) => {
    if (!types.includes(event.type)) return [];
    const projection = projectIteration(foldEvents(log.slice(0, i + 1)), parts);
    return [{ iteration: projection.iteration, at: i + 1, projection }];
  });
}

/** What the iteration took from this point of the log on. */
function takenFrom(log: readonly LoopEvent[], at: number, iteration: number) {
  const [before, after] = [foldEvents(log.slice(0, at)), foldEvents(log)].map((state) => {
    const { calls = 0, promptTokens = 0, completionTokens = 0 } = usageOf(state).iterations[iteration] ?? {};
    return { calls, promptTokens, completionTokens };
  });
  const less = (of: 'calls' | 'promptTokens' | 'completionTokens') =>
    (after?.[of] ?? 0) - (before?.[of] ?? 0);
  return { calls: less('calls'), prompt: less('promptTokens'), completion: less('completionTokens') };
}

describe('a projection', () => {
  it('is never below what the iteration then takes', { timeout: 120_000 }, async () => {
    const each = fc.asyncProperty(
      settings,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 10 }),
      async (config, examplesPerCall, useless) => {
        // Half of the set is a pool for the arm that labels one.
        const data = { id: 'tiny', perClass: config.arm === 'distillation' ? 3 : null };
        const parts = await greedy({ ...config, data }, examplesPerCall, useless);
        // Five failures in a row interrupt a run: what it took until then counts all the same.
        const log = await logOf(parts);
        const types = ['run-started', 'wrong-collected', 'selected', 'judged', 'grown'] as const;
        for (const { iteration, at, projection } of projections(log, parts, types)) {
          const taken = takenFrom(log, at, iteration);
          expect(projection.calls).toBeGreaterThanOrEqual(taken.calls);
          expect(projection.promptTokens.most).toBeGreaterThanOrEqual(taken.prompt);
          expect(projection.completionTokens.most).toBeGreaterThanOrEqual(taken.completion);
        }
      },
    );
    await fc.assert(each, { numRuns: 100, examples: FOUND });
  });

  it('is exact where every call is made and none is left over', async () => {
    const config: TinyConfig = { iterations: 1, attempts: 2, perWrong: 2 };
    const parts = await greedy(config, 1, 10);
    const teacher = parts.teacher && {
      ...parts.teacher,
      ask: () => Promise.resolve({ raw: 'no', usage: null, finish: null }),
    };
    const { log } = await runToEnd({ ...parts, teacher });
    const [said] = projections(log, parts, ['wrong-collected']);
    expect(said?.projection.calls).toBe(eventsOf(log, 'replied').length);
    expect(said?.projection.calls).toBe(4 * (eventsOf(log, 'wrong-collected')[0]?.ids.length ?? 0));
  });
});

describe('what a projection says', () => {
  const first = async (config: TinyConfig, type: LoopEvent['type'] = 'wrong-collected') => {
    const { parts } = await promptedParts(config, {}, { maxTokens: 100 });
    const { log } = await runToEnd(parts);
    return { said: projections(log, parts, [type])[0]?.projection, log, parts };
  };

  it('takes every seed for wrong until it is known', async () => {
    const { said } = await first({ attempts: 1 }, 'run-started');
    expect(said).toMatchObject({ iteration: 0, wrongKnown: false, calls: 12, checks: 0 });
    expect((await first({ attempts: 1 })).said?.wrongKnown).toBe(true);
  });

  it('counts the checks of the teacher, not those of the student', async () => {
    const { said } = await first({ attempts: 1, filters: { labelCheck: 'teacher' } }, 'run-started');
    expect(said).toMatchObject({ calls: 24, checks: 12 });
    const { said: free } = await first({ attempts: 1, filters: { labelCheck: 'student' } }, 'run-started');
    expect(free).toMatchObject({ calls: 12, checks: 0 });
  });

  it('estimates once replies said what they took, and not before', async () => {
    const { log, parts } = await first({});
    const [before, after] = projections(log, parts, ['wrong-collected']);
    expect(before?.projection.promptTokens.estimate).toBeNull();
    expect(before?.projection.completionTokens.estimate).toBeNull();
    const { promptTokens } = after?.projection ?? {};
    expect(promptTokens?.estimate).toBeGreaterThan(0);
    expect(promptTokens?.estimate ?? 0).toBeLessThan(promptTokens?.most ?? 0);
  });

  it('knows money with prices only, by hand: calls x (prompt x input + limit x output)', async () => {
    const { log, parts, said } = await first({});
    expect(said?.cost).toEqual({ most: null, estimate: null });
    const started = log.map((event) =>
      event.type === 'run-started' ? { ...event, config: priced(parts) } : event,
    );
    const dear = projections(started, parts, ['wrong-collected'])[0]?.projection;
    const tokens = dear?.promptTokens.most ?? 0;
    expect(dear?.completionTokens.most).toBe(1000 * (dear?.calls ?? 0));
    expect(dear?.cost.most).toBeCloseTo((tokens * 3 + 1000 * (dear?.calls ?? 0) * 15) / 1e6, 9);
  });

  it('knows seconds when the caller measured a call', async () => {
    const { log, parts } = await first({ attempts: 1 });
    const state = foldEvents(log.slice(0, 1));
    expect(projectIteration(state, parts).seconds).toBeNull();
    expect(projectIteration(state, { ...parts, secondsPerCall: 1.5 }).seconds).toBe(18);
  });

  it('has no limit of tokens where the teacher has none', async () => {
    const { log, parts } = await first({});
    const config = parseConfig({ ...parts.config, teacher: { id: 'built-in' } });
    const started = log.map((event) => (event.type === 'run-started' ? { ...event, config } : event));
    const said = projections(started, parts, ['run-started'])[0]?.projection;
    expect(said?.completionTokens).toEqual({ most: null, estimate: null });
    expect(said?.promptTokens.most).toBeGreaterThan(0);
  });

  it('costs a recorded teacher calls and no tokens, and an arm without one nothing', async () => {
    const parts = await tinyParts({ attempts: 1 });
    const { log } = await runToEnd(parts);
    const [said] = projections(log, parts, ['wrong-collected']);
    expect(said?.projection.calls).toBe(eventsOf(log, 'wrong-collected')[0]?.ids.length);
    expect(said?.projection.promptTokens).toEqual({ most: 0, estimate: 0 });
    const alone = await tinyParts({ arm: 'seeds-only' });
    const start = (await runToEnd(alone)).log.slice(0, 1);
    expect(projectIteration(foldEvents(start), alone).calls).toBe(0);
  });

  it('is nothing after the last fit and beyond a cap', async () => {
    const { log, parts } = await first({});
    expect(projectIteration(foldEvents(log), parts).calls).toBe(0);
    const { log: capped, parts: same } = await first({ stops: { maxCalls: 2 } });
    expect(projections(capped, same, ['wrong-collected'])[0]?.projection.calls).toBe(2);
    expect(projections(capped, same, ['grown'])[0]?.projection.calls).toBe(0);
  });
});

function priced(parts: RunParts) {
  const teacher = {
    id: 'api' as const,
    baseUrl: 'https://a.example',
    model: 'm',
    maxTokens: 1000,
    priceInput: 3,
    priceOutput: 15,
  };
  return parseConfig({ ...parts.config, teacher });
}

async function logOf(parts: RunParts): Promise<LoopEvent[]> {
  const store = new MemoryRunStore();
  await runToEnd(parts, store).catch(() => undefined);
  return store.read('run');
}
