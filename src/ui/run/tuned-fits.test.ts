/** A run whose student a backend trains, in words and figures. */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import { foldEvents } from '../../core/loop/fold.ts';
import { tuningCopy } from '../copy/run-tuning.ts';
import { TUNING } from '../copy/tuning.ts';
import { backendEvents } from './fixture-backend.ts';
import { fixtureEvents, upTo } from './fixture.ts';
import { sentence, underSentence } from './sentence.ts';
import { fitsKey, tunedFits } from './tuned-fits.ts';

const events = backendEvents();

describe('the fits of a service', () => {
  it('are read off the log, each with its model and its loss', () => {
    const fits = tunedFits(foldEvents(events));
    expect(fits.map(({ shown, last, fold }) => ({ shown, last, fold }))).toEqual([
      { shown: 1, last: false, fold: null },
      { shown: 2, last: false, fold: null },
      { shown: 3, last: true, fold: null },
    ]);
    expect(fits[1]?.tuned).toMatchObject({ job: 'ftjob-1', training: { learningRate: 0.0002 } });
    expect(fits[1]?.tuned.losses).toHaveLength(12);
  });

  it('include those of parts, told apart', () => {
    const whole = events.find((event) => event.type === 'fitted');
    if (whole?.type !== 'fitted') throw new Error('The fixture has no fit.');
    const state = foldEvents([...upTo(events, 'fitted'), { ...whole, fold: 0 }, { ...whole, fold: 1 }]);
    expect(tunedFits(state).map(({ key }) => key)).toEqual(['1 all', '1 0', '1 1']);
  });

  it('are none of a head, nor of an artifact nobody knows', () => {
    expect(tunedFits(foldEvents(fixtureEvents({ test: 4, iterations: 1 })))).toEqual([]);
    const strange = upTo(events, 'fitted').map((event) =>
      event.type === 'fitted' ? { ...event, artifact: { kind: 'other' } } : event,
    );
    expect(tunedFits(foldEvents(strange))).toEqual([]);
  });

  it('have a key that changes with every one of them', () => {
    const keys = [1, 2, 3].map((nth) => fitsKey(foldEvents(upTo(events, 'fitted', nth))));
    expect(new Set(keys).size).toBe(3);
  });
});

describe('the sentence', () => {
  const state = foldEvents(events);
  const config = state.start?.config ?? parseConfig({});
  const text = (of: typeof config) =>
    sentence(of, state.start)
      .map((part) => (typeof part === 'string' ? part : part.text))
      .join('');

  it('says what is trained, and where', () => {
    expect(text(config)).toMatch(
      /^Teaching smollm2-135m \(LoRA trained by the backend at 127\.0\.0\.1:8040\) on 20 film-review seeds/u,
    );
    const under = underSentence(config, state.start, ['scored']).join(' ');
    expect(under).toMatch(/^LoRA trained by the backend at 127\.0\.0\.1:8040: smollm2-135m itself stays/u);
    expect(under).toContain('when the student that trained on them gets them wrong');
  });

  it('says so of all weights, too', () => {
    const full = parseConfig({ ...config, student: { ...config.student, training: { method: 'full' } } });
    expect(text(full)).toContain('(all weights trained by the backend at');
    expect(underSentence(full, state.start)[0]).toContain('All weights of smollm2-135m are trained');
  });
});

describe('figures of a training', () => {
  it('are rounded as they are read', () => {
    expect([0.0002, 0.000_123_456, 2e-8].map(TUNING.rate)).toEqual(['0.0002', '0.000123', '2e-8']);
    expect([-3, 59.4, 80, 7300].map(TUNING.duration)).toEqual(['0 s', '59 s', '1 min 20 s', '2 h 1 min']);
    expect(tuningCopy.endAt(1000, 2000)).toBe('any moment');
  });

  it('leave out what a service did not say', () => {
    expect(tuningCopy.fits.method('lora', 'm', null, null)).toBe('LoRA, from m.');
    expect(tuningCopy.fits.method('lora', 'm', 16, 32)).toBe('LoRA, rank 16, alpha 32, from m.');
    expect(tuningCopy.fits.method('full', 'm', null, null)).toBe('All weights, from m.');
    expect(TUNING.chart.newest(3, null, 0.5)).toBe('Step 3: loss 0.500');
  });
});
