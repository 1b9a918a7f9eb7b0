import { describe, expect, it } from 'vitest';
import type { RunConfigInput } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { armLack, capFault, faultsBetween } from './draft-faults.ts';
import type { Fitting } from './draft-faults.ts';
import { valuesOf } from './draft.ts';

const api = { id: 'api', baseUrl: 'https://api.example/v1', model: 'm' } as const;
const math: RunConfigInput = {
  data: { id: 'hub:gsm8k', perClass: null, percent: 1 },
  task: 'gsm8k',
  student: api,
  teacher: api,
};
const chosen = { replies: 0, task: 'gsm8k', labels: [] };

function faults(input: RunConfigInput, more: Partial<Fitting> = {}): string[] {
  const config = parseConfig(input);
  const given: Fitting = {
    opening: false,
    chosen,
    asksTeacher: true,
    teacher: config.teacher.id,
    taskFault: null,
    ...more,
  };
  return Object.keys(faultsBetween(valuesOf(config), config, given)).sort();
}

describe('what does not fit together', () => {
  it('is nothing where it does', () => {
    expect(faults(math)).toEqual([]);
  });

  it('is a head for answers that are written, and seeds by class where there are no classes', () => {
    expect(faults({ ...math, student: { id: 'head' } })).toEqual(['student.id']);
    expect(faults({ ...math, data: { id: 'hub:gsm8k', perClass: 10 } })).toEqual(['data.perClass']);
  });

  it('is a task that the chosen data are not of', () => {
    const films = { replies: 240, task: 'classification', labels: null };
    expect(faults({ ...math, task: 'snips' }, { chosen: films })).toEqual(['task']);
    // Nothing is said of a set that is not known.
    expect(faults({ ...math, task: 'snips' }, { chosen: null })).toEqual([]);
  });

  it('is a task of the person’s own that cannot be made', () => {
    const own = { ...math, task: 'custom', custom: { answer: 'number' } } as const;
    expect(faults(own, { taskFault: 'No numbers.' })).toEqual(['custom.answer']);
    const labels = { ...own, custom: { answer: 'labels' } } as const;
    expect(faults(labels, { taskFault: 'Two labels are the same.' })).toContain('custom.labels');
    expect(faults(math, { taskFault: 'Two labels are the same.' })).toEqual([]);
  });

  it('is an arm that this teacher cannot do', () => {
    const recorded = { ...math, teacher: { id: 'recorded' } } as const;
    const packed = { chosen: { ...chosen, replies: 9 } };
    expect(faults({ ...recorded, arm: 'auggpt' }, packed)).toEqual(['arm']);
    expect(faults({ ...recorded, arm: 'one-shot' }, packed)).toEqual([]);
    expect(faults({ ...math, arm: 'auggpt' })).toEqual([]);
  });

  it('is a recorded teacher without replies, unless the arm brings its own', () => {
    const recorded = { ...math, teacher: { id: 'recorded' } } as const;
    expect(faults(recorded)).toEqual(['teacher.id']);
    expect(faults({ ...recorded, arm: 'eda' }, { teacher: 'eda' })).toEqual([]);
    expect(faults({ ...recorded, arm: 'seeds-only' }, { asksTeacher: false })).toEqual([]);
  });
});

it('says in words what an arm lacks', () => {
  const config = parseConfig({ data: { id: 'film-reviews' } });
  expect(armLack('distillation', config)).toMatch(/live teacher/u);
  expect(armLack('llm2llm', config)).toBeNull();
});

it('a cap that a teacher could never reach is a fault at its field', () => {
  const config = parseConfig({ ...math, stops: { maxCost: 2 } });
  expect(Object.keys(capFault(config))).toEqual(['stops.maxCost']);
  const builtIn = parseConfig({ ...math, teacher: { id: 'built-in' }, stops: { maxTokens: 9 } });
  expect(Object.keys(capFault(builtIn))).toEqual(['stops.maxTokens']);
  expect(capFault(parseConfig(math))).toEqual({});
});
