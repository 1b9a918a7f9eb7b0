/** The sentence, the mode and the speeds in words. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import type { StopReason } from '../../core/loop/events.ts';
import { ARM_IDS } from '../../core/loop/arms.ts';
import { foldEvents } from '../../core/loop/fold.ts';
import { runCopy } from '../copy/run.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import { paceOptions } from './pace.ts';
import { sentence, underSentence } from './sentence.ts';
import { endReason, modeDetail, spoken } from './status.ts';
import { Throttle } from './throttle.ts';

const text = (parts: ReturnType<typeof sentence>) =>
  parts.map((part) => (typeof part === 'string' ? part : part.text)).join('');

describe('sentence', () => {
  it('says the run', () => {
    const state = foldEvents(upTo(fixtureEvents({ seeds: 60 }), 'run-started'));
    const config = state.start?.config ?? parseConfig({});
    expect(text(sentence(config, state.start))).toBe(
      'Teaching a frozen encoder with a trained head on 60 film-review seeds, with a recorded teacher, one new example for each wrong seed.',
    );
    expect(underSentence(config, state.start)[0]).toMatch(
      /^What is trained: only a small classifier, the head, in this tab\./u,
    );
  });

  it('goes by the configuration before the run has begun', () => {
    const config = parseConfig({ data: { id: 'hub:sst2' }, perWrong: 2, teacher: { id: 'eda' } });
    expect(text(sentence(config, null))).toContain('10 SST-2 seeds a class, with word rules');
    expect(text(sentence(config, null))).toContain('2 new examples for each wrong seed');
  });

  it('names no teacher where none is asked', () => {
    const state = foldEvents(upTo(fixtureEvents({ config: { arm: 'seeds-only' } }), 'run-started'));
    expect(text(sentence(parseConfig({ data: { id: 'x' }, arm: 'seeds-only' }), state.start))).toContain(
      'with no teacher, nothing added',
    );
  });
});

describe('a task', () => {
  const math = parseConfig({
    data: { id: 'hub:gsm8k', perClass: null, percent: 1 },
    task: 'gsm8k',
    student: { id: 'api', baseUrl: 'https://api.example:8443/v1', model: 'small' },
    teacher: { id: 'api', baseUrl: 'https://api.example/v1', model: 'large' },
  });

  it('is said with its data, and in a sentence of its own', () => {
    expect(text(sentence(math, null))).toContain('on 1% of all GSM8K seeds, with large');
    expect(underSentence(math, null)[0]).toMatch(/^GSM8K: A school problem/u);
    const own = parseConfig({ ...math, task: 'custom', data: { id: 'x', perClass: null, count: 30 } });
    expect(text(sentence(own, null))).toContain('on 30 seeds of x, as a task of your own, with');
  });

  it('says of a student at an API that its weights stay as they are, and where it answers', () => {
    expect(text(sentence(math, null))).toContain(
      'Teaching a language model (small at api.example:8443, weights unchanged) reading 4 examples in its prompt',
    );
    expect(underSentence(math, null).join(' ')).toContain(
      'Weights unchanged: examples in the prompt, answered by small at api.example:8443.',
    );
    expect(underSentence(math, null).join(' ')).toContain('Each prompt shows the examples nearest by words');
  });

  it('has a way for every arm, with the teacher that the arm brings', () => {
    const ways = ARM_IDS.map((arm) => runCopy.ways(arm, 1));
    for (const way of ways) expect(way).not.toMatch(/^by the arm/u);
    expect(text(sentence({ ...math, arm: 'eda' }, null))).toContain('with word rules (EDA) as the teacher');
  });
});

describe('mode', () => {
  const finished = fixtureEvents({ test: 12 });

  it('has a sentence for every reason to end', () => {
    const reasons: StopReason[] = [
      'iterations',
      'no-wrong',
      'seed-accuracy',
      'budget',
      'max-calls',
      'patience',
      'replies-used-up',
    ];
    const said = reasons.map((reason) =>
      endReason(foldEvents([...finished.slice(0, -1), { type: 'finished', iteration: 7, reason }])),
    );
    expect(new Set(said).size).toBe(reasons.length);
  });

  it('teaches how to begin, and says who drives it', () => {
    expect(modeDetail(foldEvents([]), 'paused')).toBe(runCopy.notStarted);
    expect(modeDetail(foldEvents([]), 'elsewhere')).toBe(runCopy.elsewhere);
    expect(modeDetail(foldEvents(finished), 'playing')).toBeNull();
  });

  it('is spoken anew for a new stage, not for a new event of the same', () => {
    const asked = upTo(finished, 'predicted', 3);
    const more = upTo(finished, 'predicted', 9);
    const next = upTo(finished, 'wrong-collected');
    const say = (events: typeof finished) => spoken(foldEvents(events), 'playing', null);
    expect(say(asked)).toBe('Playing. Iteration 1 of 6: Evaluate');
    expect(say(more)).toBe(say(asked));
    expect(say(next)).not.toBe(say(asked));
  });
});

it('the speed in use is always among those offered', () => {
  expect(paceOptions(150).map(({ value }) => value)).toEqual([600, 150, 30, 0]);
  expect(paceOptions(40).map(({ value }) => value)).toEqual([600, 150, 40, 30, 0]);
});

describe('Throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes on the first at once and the last always', () => {
    const said: string[] = [];
    const throttle = new Throttle<string>(1000, (value) => said.push(value));
    for (const value of ['a', 'b', 'c']) throttle.push(value);
    expect(said).toEqual(['a']);
    vi.advanceTimersByTime(1000);
    expect(said).toEqual(['a', 'c']);
    throttle.push('d');
    throttle.stop();
    vi.advanceTimersByTime(5000);
    expect(said).toEqual(['a', 'c']);
  });
});
