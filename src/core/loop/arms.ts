/** The arms: ways of spending the same budget. One row each; later arms are further rows. */
import { Registry } from '../registry.ts';

export interface Arm {
  readonly id: string;
  /** Rounds of augmentation: as configured, one with the whole budget, or none. */
  readonly rounds: 'every' | 'once' | 'none';
  /** Which seeds are augmented. */
  readonly select: 'wrong' | 'random';
  /** Where new examples come from: the teacher, or the seeds themselves again. */
  readonly source: 'teacher' | 'copies';
  /** Trains by minibatches whatever the configuration says: copies matter only where steps count. */
  readonly minibatch: boolean;
}

const ARMS: readonly Arm[] = [
  { id: 'llm2llm', rounds: 'every', select: 'wrong', source: 'teacher', minibatch: false },
  { id: 'one-shot', rounds: 'once', select: 'wrong', source: 'teacher', minibatch: false },
  { id: 'untargeted', rounds: 'every', select: 'random', source: 'teacher', minibatch: false },
  { id: 'seeds-repeated', rounds: 'every', select: 'random', source: 'copies', minibatch: true },
  { id: 'seeds-only', rounds: 'none', select: 'wrong', source: 'teacher', minibatch: false },
];

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
