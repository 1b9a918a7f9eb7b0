import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../core/config/schema.ts';
import type { SetChoice } from '../setup/data-sets.ts';
import { setChoices } from '../setup/data-sets.ts';
import { armChoices } from './arm-choices.ts';
import { EXPERIMENT_FAULT } from '../copy/experiments.ts';
import { ExperimentDraft } from './draft.svelte.ts';
import { plainForm } from './start.ts';
import { fakeSpec } from './fake-experiments.ts';
import { EDA, keyWanted, RECORDED, teacherChoices } from './teachers.ts';

const api = parseConfig({
  data: { id: 'any' },
  teacher: { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' },
});
const choice = (id: string): SetChoice => {
  const found = setChoices([]).find((set) => set.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('a draft', () => {
  it('lets the task and the teacher follow the data, until somebody chose a teacher', () => {
    const draft = new ExperimentDraft(plainForm());
    draft.chooseData(choice('hub:trec'));
    expect(draft.form).toMatchObject({ base: { task: 'trec' }, teachers: [EDA] });
    expect(draft.standIn).toBe(true);
    draft.chooseData(choice('question-types'));
    expect(draft.form).toMatchObject({ base: { task: 'classification' }, teachers: [RECORDED] });
    draft.toggleTeacher(RECORDED);
    draft.toggleTeacher(api.teacher);
    draft.chooseData(choice('hub:trec'));
    expect(draft.form.teachers).toEqual([api.teacher]);
    expect(draft.standIn).toBe(false);
  });

  it('keeps the arms in the order in which people see them', () => {
    const draft = new ExperimentDraft(plainForm());
    draft.toggleArm('one-shot');
    draft.toggleArm('untargeted');
    draft.toggleArm('eda');
    expect(draft.form.arms).toEqual(['llm2llm', 'one-shot', 'eda', 'seeds-only']);
  });

  it('does not scold a field that was never touched, until somebody wants to go on', () => {
    const form = plainForm();
    const draft = new ExperimentDraft({ ...form, texts: { ...form.texts, draws: '' } });
    expect(draft.fault('draws')).toBeUndefined();
    draft.attempted = true;
    expect(draft.fault('draws')).toBeDefined();
    draft.attempted = false;
    draft.setText('seeds', 'x');
    expect(draft.fault('seeds')).toBeDefined();
  });

  it('asks for the number of a budget at once, so that it is known why there is no plan', () => {
    const draft = new ExperimentDraft(plainForm());
    expect(draft.fault('amount')).toBeUndefined();
    draft.set({ budget: 'amount' });
    expect(draft.fault('amount')).toBe(EXPERIMENT_FAULT.noAmount);
    draft.setText('amount', '40');
    expect(draft.reading.spec?.budget).toMatchObject({ amount: 40 });
    draft.setText('amount', '');
    draft.set({ budget: 'as-llm2llm' });
    expect(draft.reading.faults).toEqual({});
  });

  it('takes over the settings of a run, and keeps the name', () => {
    const draft = new ExperimentDraft(plainForm());
    draft.set({ name: 'Mine' });
    draft.startFrom({ ...api, iterations: 3 });
    expect(draft.reading.spec).toMatchObject({
      name: 'Mine',
      base: { iterations: 3, teacher: { id: 'api' } },
    });
  });
});

describe('the arms', () => {
  const base = plainForm().base;
  const faults = (teachers: Parameters<typeof armChoices>[2]) =>
    armChoices([], base, teachers, 240).flatMap(({ id, fault }) => (fault === null ? [] : [id]));

  it('that need a live teacher say so where there is none, and stay in the list', () => {
    expect(faults([RECORDED])).toEqual(['llm2llm-augmented', 'auggpt', 'distillation']);
    expect(faults([api.teacher])).toEqual([]);
    expect(faults([RECORDED, api.teacher])).toEqual([]);
  });

  it('that nobody knows can be seen and taken out', () => {
    expect(armChoices(['new-arm'], base, [RECORDED], 240).at(-1)).toMatchObject({
      id: 'new-arm',
      chosen: true,
    });
  });
});

it('the teachers of the runs can be chosen, each once', () => {
  const titles = teacherChoices([RECORDED], [{ config: api }, { config: api }]).map(({ title }) => title);
  expect(titles).toEqual(['Recorded replies', 'EDA rules', 'm at api.example']);
});

it('a key is asked for where one is missing', () => {
  const other = { ...api.teacher, baseUrl: 'https://other.example/v1' };
  const spec = fakeSpec({ base: api, teachers: [RECORDED, api.teacher, other] });
  const wanted = (code: string, having: readonly string[] = []) =>
    keyWanted(code, spec, (baseUrl) => having.includes(baseUrl));
  expect(wanted('teacher-key')).toEqual({ role: 'teacher', baseUrl: 'https://api.example/v1' });
  expect(wanted('teacher-key', ['https://api.example/v1'])?.baseUrl).toBe(other.baseUrl);
  expect(wanted('student-key')).toBeNull();
  expect(wanted('network')).toBeNull();
  const tuned = parseConfig({
    data: { id: 'film-reviews' },
    student: { id: 'backend', baseUrl: 'http://b.example/v1', model: 'm' },
  });
  const trained = fakeSpec({ base: tuned, teachers: [RECORDED] });
  expect(keyWanted('student-key', trained, () => false)).toEqual({
    role: 'student',
    baseUrl: 'http://b.example/v1',
  });
});
