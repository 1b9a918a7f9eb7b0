import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import { EXPERIMENT_FAULT } from '../copy/experiments.ts';
import { FAULT } from '../copy/setup.ts';
import { fakeSpec } from './fake-experiments.ts';
import type { Form, TextField } from './form.ts';
import { firstForm, formOf, onTask, readForm } from './form.ts';

const base = parseConfig({ data: { id: 'film-reviews' } });
const api = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' } as const;
const form = firstForm(base);
const written = (texts: Partial<Record<TextField, string>>, more: Partial<Form> = {}) =>
  readForm({ ...form, ...more, texts: { ...form.texts, ...texts } }, 240);

describe('the form of an experiment', () => {
  it('begins with ten draws of the three arms that say whether targeting pays', () => {
    const { spec, faults } = readForm(form, 240);
    expect(faults).toEqual({});
    expect(spec).toMatchObject({
      name: 'Film reviews: 3 arms, 10 draws',
      arms: ['llm2llm', 'untargeted', 'seeds-only'],
      reference: 'llm2llm',
      draws: { first: 1, count: 10 },
      sizes: { unit: 'per-class', values: [10] },
      budget: { unit: 'examples', amount: null },
    });
  });

  it.each([
    fakeSpec(),
    fakeSpec({
      arms: ['one-shot', 'seeds-only'],
      reference: 'one-shot',
      draws: { first: 5, count: 3 },
      sizes: { unit: 'percent', values: [0.5, 2] },
      seeds: [1, 2],
      teachers: [{ id: 'recorded' }, api],
      budget: { unit: 'calls', amount: 40 },
    }),
  ])('gives back the experiment it was filled from: %#', (spec) => {
    const again = readForm(formOf(spec), 240).spec;
    // With several teachers, the one of the base is never asked.
    const [teacher = spec.base.teacher] = spec.teachers;
    expect(again).toEqual({ ...spec, base: { ...spec.base, teacher } });
  });

  it('takes the size of the run it starts from', () => {
    const of = (data: Partial<typeof base.data>) =>
      readForm(firstForm({ ...base, data: { ...base.data, perClass: null, ...data } }), 240).spec?.sizes;
    expect(of({ percent: 2 })).toEqual({ unit: 'percent', values: [2] });
    expect(of({ count: 60 })).toEqual({ unit: 'count', values: [60] });
    expect(of({})).toEqual({ unit: 'per-class', values: [] });
  });

  it('names what is wrong at its field, all of it', () => {
    const { spec, faults } = written(
      { iterations: '0', l2: 'little', draws: '', first: '1.5', sizes: '10, -3', seeds: '1 x', amount: '0' },
      { budget: 'amount' },
    );
    expect(spec).toBeNull();
    expect(faults).toEqual({
      iterations: FAULT.atLeast('1'),
      l2: FAULT.number,
      draws: FAULT.needed,
      first: FAULT.whole,
      sizes: FAULT.number,
      seeds: FAULT.number,
      amount: FAULT.atLeast('1'),
    });
  });

  it('reads lists however they are parted, each value once', () => {
    expect(written({ sizes: '10; 20 10', seeds: '3,4' }).spec).toMatchObject({
      sizes: { values: [10, 20] },
      seeds: [3, 4],
    });
    expect(written({ sizes: '2.5' }).faults.sizes).toBe(FAULT.whole);
    expect(written({ sizes: '2.5' }, { sizeUnit: 'percent' }).spec?.sizes.values).toEqual([2.5]);
  });

  it('does not ask what does not apply', () => {
    expect(written({ amount: 'x' }).faults).toEqual({});
    const inContext = parseConfig({ data: base.data, student: { id: 'in-context', model: 'm' } });
    expect(written({ l2: '' }, { base: inContext }).spec?.base.student.id).toBe('in-context');
  });
});

describe('what does not fit together', () => {
  it('is said where it is mended', () => {
    expect(written({}, { arms: [] }).faults).toEqual({ arms: EXPERIMENT_FAULT.noArm });
    expect(written({}, { arms: ['untargeted'] }).faults.arms).toBe(EXPERIMENT_FAULT.needsReference);
    expect(written({ amount: '20' }, { arms: ['untargeted'], budget: 'amount' }).spec?.reference).toBe(
      'untargeted',
    );
    expect(written({}, { arms: ['seeds-only'] }).faults).toEqual({});
    expect(written({}, { teachers: [] }).faults).toEqual({ teachers: EXPERIMENT_FAULT.noTeacher });
  });

  it('counts replies only where an arm asks for them', () => {
    expect(readForm(form, 0).faults).toEqual({ teachers: EXPERIMENT_FAULT.noReplies });
    expect(readForm(form, null).faults).toEqual({});
    expect(readForm({ ...form, arms: ['seeds-only'] }, 0).faults).toEqual({});
  });

  it('keeps a head away from answers it cannot learn', () => {
    const free = onTask(form, 'gsm8k');
    expect(free).toMatchObject({ sizeUnit: 'percent', texts: { sizes: '1' } });
    expect(readForm(free, 240).faults.data).toBe(EXPERIMENT_FAULT.needsModel('GSM8K'));
  });
});
