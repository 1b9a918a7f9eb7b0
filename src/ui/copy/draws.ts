/** Words of the comparison over many draws. */
import { runCopy } from './run.ts';

/** What a mean difference shows: two standard errors or more away from none, or nothing. */
export type Shown = 'above' | 'none' | 'below';

const tenths = (share: number): string => (share * 100).toFixed(1);
/** Held together by spaces that do not break. */
const plusMinus = (figure: string, error: number | null, unit = ''): string =>
  `${figure}\u00a0±\u00a0${error === null ? '?' : tenths(error)}${unit && `\u00a0${unit}`}`;
const gainOf = (mean: number, error: number | null): string =>
  plusMinus(runCopy.points(mean), error, 'points');
const below = (mean: number, error: number | null): string =>
  plusMinus(tenths(Math.abs(mean)), error, 'points');

type Sentence = (mean: number, error: number | null) => string;

const overSeedsOnly: Readonly<Record<Shown, Sentence>> = {
  above: (mean, error) => `adding examples helped: ${gainOf(mean, error)} over the seeds alone.`,
  none: (mean, error) =>
    `adding examples made no difference shown against the seeds alone (${gainOf(mean, error)}).`,
  below: (mean, error) => `adding examples did harm: ${below(mean, error)} below the seeds alone.`,
};
const overUntargeted: Readonly<Record<Shown, Sentence>> = {
  above: (mean, error) =>
    `Aiming at the wrong seeds helped: ${gainOf(mean, error)} over as many examples for random seeds.`,
  none: (mean, error) =>
    `Aiming at the wrong seeds did not help here: no difference shown against as many examples for random seeds (${gainOf(mean, error)}).`,
  below: (mean, error) =>
    `Aiming at the wrong seeds did not help here: ${below(mean, error)} below as many examples for random seeds.`,
};

export const drawsCopy = {
  title: (n: number): string => `Over ${n} draws of the seeds`,
  over: (n: number, sentence: string): string => `Over ${n} draws, ${sentence}`,
  overSeedsOnly,
  overUntargeted,
  rule: 'A difference counts as shown where it is more than two standard errors away from 0; behind the ± stands one.',
  spread: (least: number, most: number): string =>
    `The draw of the seeds matters: seeds only ranged from ${runCopy.percent(least)} to ${runCopy.percent(most)} over these draws.`,
  why: (perClass: number | null, draw: number): string =>
    `Measured before, with these settings, on ${perClass === null ? 'the whole pool' : `${perClass} seeds a class drawn anew each time`}; this run is draw ${draw}.`,
  caption: 'Mean test accuracy over the draws, with one standard error',
  arm: 'Arm',
  mean: 'Mean test accuracy',
  gain: 'LLM2LLM minus this arm',
  none: '–',
  names: { llm2llm: 'LLM2LLM', untargeted: 'Untargeted, as many examples', seedsOnly: 'Seeds only' },
  plusMinus: (mean: number, error: number | null): string => plusMinus(runCopy.percent(mean), error),
  gainOf,
  plot: 'LLM2LLM minus seeds only, and minus untargeted, in each draw, in points of test accuracy. The table of every draw says the same.',
  rows: { seedsOnly: 'LLM2LLM minus seeds only', untargeted: 'LLM2LLM minus untargeted' },
  axis: 'points of test accuracy',
  thisDraw: 'this draw',
  otherDraw: 'another draw',
  all: 'Every draw',
  draw: 'Draw',
  examples: 'Examples added',
  command: (command: string): string => `Remade by ${command}.`,
} as const;
