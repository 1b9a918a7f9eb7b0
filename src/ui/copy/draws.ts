/** Words of the comparison over many draws. */
import { runCopy } from './run.ts';

export const drawsCopy = {
  title: (n: number): string => `Over ${n} draws of the seeds`,
  why: (perClass: number): string =>
    `The draw of the seeds moves the result more than anything else. These figures were measured before, with these settings, on ${perClass} seeds a class drawn anew each time; this run is draw `,
  caption: 'Mean test accuracy over the draws, with one standard error',
  arm: 'Arm',
  mean: 'Mean test accuracy',
  gain: 'LLM2LLM gains on it',
  none: '–',
  names: { llm2llm: 'LLM2LLM', untargeted: 'Untargeted, as many examples', seedsOnly: 'Seeds only' },
  plusMinus: (mean: number, error: number | null): string =>
    `${runCopy.percent(mean)} ± ${error === null ? '?' : (error * 100).toFixed(1)}`,
  gainOf: (mean: number, error: number | null): string =>
    `${runCopy.points(mean)} ± ${error === null ? '?' : (error * 100).toFixed(1)} points`,
  plot: 'Gain of LLM2LLM over seeds only in each draw, in points of test accuracy',
  axis: 'gain over seeds only, points',
  thisDraw: 'this draw',
  all: 'Every draw',
  draw: 'Draw',
  examples: 'Examples added',
  command: (command: string): string => `Remade by ${command}.`,
} as const;
