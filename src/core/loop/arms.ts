/** The arms: ways of spending the same budget. One row each; what they are in words stands in arm-words.ts. */
import { DEFAULTS } from '../config/defaults.ts';
import type { RunConfig } from '../config/schema.ts';
import { Registry } from '../registry.ts';
import type { TeacherPurpose } from '../tasks/port.ts';

export interface Arm {
  readonly id: string;
  /** Rounds of augmentation: as configured, one with the whole budget, or none. */
  readonly rounds: 'every' | 'once' | 'none';
  /** What is augmented: wrong seeds, seeds at random, every seed evenly, or an unlabelled pool beside the seeds. */
  readonly select: 'wrong' | 'random' | 'each' | 'pool';
  /** Where new examples come from: the teacher, or the seeds themselves again. */
  readonly source: 'teacher' | 'copies';
  /** What the teacher is asked for: new examples, other words for the same one, or the label of a text. */
  readonly ask: TeacherPurpose | 'label';
  /** Settings that make the arm what it is, whatever the configuration says. */
  readonly fixes: {
    readonly weights?: RunConfig['weights'];
    readonly augmentFrom?: RunConfig['augmentFrom'];
    readonly teacher?: 'eda';
  };
  /** What it cannot do without. `live-teacher`: one that reads prompts; recorded replies answer another question. */
  readonly needs: 'nothing' | 'synonyms' | 'teacher' | 'live-teacher';
}

const LLM2LLM: Omit<Arm, 'id'> = {
  rounds: 'every',
  select: 'wrong',
  source: 'teacher',
  ask: 'similar',
  fixes: {},
  needs: 'teacher',
};

const ARMS = [
  { ...LLM2LLM, id: 'llm2llm' },
  { ...LLM2LLM, id: 'llm2llm-continue', fixes: { weights: 'continue' } },
  { ...LLM2LLM, id: 'llm2llm-augmented', fixes: { augmentFrom: 'seeds-and-augmented' } },
  { ...LLM2LLM, id: 'one-shot', rounds: 'once' },
  { ...LLM2LLM, id: 'untargeted', select: 'random' },
  { ...LLM2LLM, id: 'auggpt', rounds: 'once', select: 'each', ask: 'rephrase', needs: 'live-teacher' },
  { ...LLM2LLM, id: 'eda', select: 'random', fixes: { teacher: 'eda' }, needs: 'synonyms' },
  { ...LLM2LLM, id: 'distillation', select: 'pool', ask: 'label', needs: 'live-teacher' },
  { ...LLM2LLM, id: 'seeds-repeated', select: 'random', source: 'copies', needs: 'nothing' },
  { ...LLM2LLM, id: 'seeds-only', rounds: 'none', needs: 'nothing' },
] as const satisfies readonly Arm[];

/** The ids there are, in the order in which people see them. */
export type ArmId = (typeof ARMS)[number]['id'];
export const ARM_IDS: readonly ArmId[] = ARMS.map(({ id }) => id);

export const arms = new Registry<Arm>(
  'arm',
  ARMS.map((arm) => ({ id: arm.id, load: () => Promise.resolve(arm) })),
);

/** The arm of this id, for callers that cannot wait for the registry; undefined where there is none. */
export function armOf(id: string): Arm | undefined {
  return ARMS.find((arm) => arm.id === id);
}

/** Arms that ask no teacher, by id. */
export const TEACHERLESS: readonly string[] = ARMS.filter((arm) => !needsTeacher(arm)).map(({ id }) => id);

/** Whether the arm asks a teacher at all. */
export function needsTeacher(arm: Arm): boolean {
  return arm.source === 'teacher' && arm.rounds !== 'none';
}

/** How many rounds of augmentation the arm makes of the configured number. */
export function roundsOf(arm: Arm, iterations: number): number {
  if (arm.rounds === 'none') return 0;
  return arm.rounds === 'once' ? 1 : iterations;
}

/**
 * The configuration as this arm runs it: the arm set, and what makes it that arm (`fixes`). Done twice, it changes
 * nothing more; an arm without fixes, or one that is not known, leaves the other settings alone.
 */
export function withArm(config: RunConfig, id: string): RunConfig {
  const { teacher, ...settings } = armOf(id)?.fixes ?? {};
  const rules = teacher === 'eda' && config.teacher.id !== 'eda';
  return {
    ...config,
    ...settings,
    ...(rules ? { teacher: { id: 'eda', alpha: DEFAULTS.edaAlpha.value } } : {}),
    arm: id,
  };
}
