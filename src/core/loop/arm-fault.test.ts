/** What an arm is made of, and what is said where it cannot run. */
import { describe, expect, it } from 'vitest';
import { rejected } from '../../../test/support/caught.ts';
import { tinyDataset, tinyParts, tinyPlatform } from '../../../test/support/tiny-run.ts';
import { ARM_IDS, armOf, withArm } from './arms.ts';
import { armFault } from './arm-fault.ts';
import { armWords } from './arm-words.ts';
import type { RunConfigInput } from '../config/schema.ts';
import { parseConfig } from '../config/schema.ts';

const config = (more: Partial<RunConfigInput> = {}) => parseConfig({ data: { id: 'x' }, ...more });
const api = { id: 'api', baseUrl: 'https://a.example/v1', model: 'm' } as const;

describe('withArm', () => {
  it.each(ARM_IDS)('changes nothing more when done twice (%s)', (id) => {
    const once = withArm(config(), id);
    expect(once.arm).toBe(id);
    expect(withArm(once, id)).toEqual(once);
    expect(parseConfig(once)).toEqual(once);
  });

  it('sets what makes an arm that arm, and nothing else', () => {
    const plain = config({ teacher: api });
    expect(withArm(plain, 'llm2llm-continue')).toEqual({
      ...plain,
      arm: 'llm2llm-continue',
      weights: 'continue',
    });
    expect(withArm(plain, 'llm2llm-augmented')).toEqual({
      ...plain,
      arm: 'llm2llm-augmented',
      augmentFrom: 'seeds-and-augmented',
    });
    expect(withArm(plain, 'eda')).toEqual({ ...plain, arm: 'eda', teacher: { id: 'eda', alpha: 0.1 } });
  });

  it('leaves the rules of a person and the weights of an arm without fixes alone', () => {
    expect(withArm(config({ teacher: { id: 'eda', alpha: 0.4 } }), 'eda').teacher).toEqual({
      id: 'eda',
      alpha: 0.4,
    });
    expect(withArm(config({ weights: 'continue' }), 'llm2llm').weights).toBe('continue');
    expect(withArm(config(), 'of-tomorrow')).toEqual(config({ arm: 'of-tomorrow' }));
  });

  it('is what a run is made of', async () => {
    const { config: run, teacher } = await tinyParts({ arm: 'eda' });
    expect(run.teacher).toEqual({ id: 'eda', alpha: 0.1 });
    expect(teacher?.id).toBe('eda');
  });
});

describe('armFault', () => {
  const faults = (teacher: RunConfigInput['teacher'], hasPack: boolean) =>
    Object.fromEntries(
      ARM_IDS.flatMap((id) => {
        const fault = armFault(id, config({ teacher }), hasPack);
        return fault ? [[id, fault.code]] : [];
      }),
    );

  it('finds nothing with a teacher that reads prompts', () => {
    for (const teacher of [api, { id: 'webllm', model: 'm' } as const, { id: 'built-in' } as const])
      expect(faults(teacher, false)).toEqual({});
  });

  it('says which arms a pack cannot feed', () => {
    expect(faults({ id: 'recorded' }, true)).toEqual({
      'llm2llm-augmented': 'needs-live-teacher',
      auggpt: 'needs-live-teacher',
      distillation: 'needs-live-teacher',
    });
    expect(Object.keys(faults({ id: 'recorded' }, false)).sort()).toEqual(
      ARM_IDS.filter((id) => !['eda', 'seeds-only', 'seeds-repeated'].includes(id)).sort(),
    );
  });

  it('says which arms rules cannot feed', () => {
    expect(Object.keys(faults({ id: 'eda' }, true))).toEqual(['auggpt', 'distillation']);
  });

  it('is thrown before a run begins', async () => {
    const error = await rejected(tinyParts({ arm: 'distillation', data: { id: 'tiny', perClass: 2 } }));
    expect(error.code).toBe('needs-live-teacher');
    expect(error.message).toMatch(/gold labels never stand in for a teacher/u);
    expect((await rejected(tinyParts({ arm: 'nobodys' }))).code).toBe('unknown-arm');
  });
});

it('refuses a pool of which nothing is left', async () => {
  const teacher = { id: 'webllm', model: 'fake' } as const;
  expect((await rejected(tinyParts({ arm: 'distillation', teacher }))).code).toBe('no-pool');
});

it('refuses a task that no head can learn, before the encoder is loaded', async () => {
  const encoders = tinyPlatform().encoders;
  const error = await rejected(
    tinyParts({ task: 'gsm8k' }, tinyDataset(), {
      ...tinyPlatform(),
      encoders: encoders.with([{ id: 'toy', load: () => Promise.reject(new Error('loaded')) }]),
    }),
  );
  expect(error).toMatchObject({ code: 'needs-language-model' });
  expect(error.message).toContain('gsm8k');
});

it('has words for every arm, and an id for one of a newer log', () => {
  for (const id of ARM_IDS) {
    const { title, varies, needs } = armWords(id);
    expect(new Set([title, varies, needs]).size).toBe(3);
    for (const sentence of [varies, needs]) expect(sentence).toMatch(/^[A-Z].*[.]$/u);
    expect(armOf(id)?.id).toBe(id);
  }
  expect(new Set(ARM_IDS.map((id) => armWords(id).title)).size).toBe(ARM_IDS.length);
  expect(armWords('toString').title).toBe('toString');
});
