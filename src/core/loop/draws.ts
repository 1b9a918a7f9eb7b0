/** The same comparison over many random draws of the seeds: what one lucky run cannot show. */
import type { RunConfig } from '../config/schema.ts';
import type { Dataset } from '../datasets/port.ts';
import type { Mean } from '../metrics/mean.ts';
import { meanOf } from '../metrics/mean.ts';
import { MemoryRunStore } from '../storage/memory.ts';
import type { Platform } from './assemble.ts';
import { assembleRun } from './assemble.ts';
import { driveRun } from './drive.ts';
import { learningCurve, resultOf } from './report.ts';
import type { RunState } from './state.ts';
import { withBudget } from './stops.ts';

/** Test accuracies, as fractions, of one draw. */
export interface DrawResult {
  readonly draw: number;
  readonly seedsOnly: number;
  readonly llm2llm: number;
  readonly untargeted: number;
  /** Accepted examples: the budget of both arms. */
  readonly examples: number;
}

export interface DrawsSummary {
  readonly seedsOnly: Mean;
  readonly llm2llm: Mean;
  readonly untargeted: Mean;
  readonly examples: Mean;
  /** Differences within a draw: the draw's own difficulty cancels. */
  readonly gainOverSeedsOnly: Mean;
  readonly gainOverUntargeted: Mean;
}

/**
 * LLM2LLM, and the untargeted arm with as many examples as it accepted, on one draw of the seeds.
 * Seeds-only is LLM2LLM's first fit: the same seeds, the same trainer.
 */
export async function compareOnDraw(
  config: RunConfig,
  dataset: Dataset,
  platform: Platform,
  draw: number,
  signal: AbortSignal,
): Promise<DrawResult> {
  const onDraw: RunConfig = { ...config, data: { ...config.data, draw }, arm: 'llm2llm' };
  const targeted = await runToEnd(onDraw, dataset, platform, signal);
  const examples = targeted.augmented.length;
  const untargeted = await runToEnd(
    withBudget({ ...onDraw, arm: 'untargeted' }, examples),
    dataset,
    platform,
    signal,
  );
  return {
    draw,
    seedsOnly: learningCurve(targeted)[0]?.testAccuracy?.value ?? 0,
    llm2llm: resultOf(targeted)?.testAccuracy.value ?? 0,
    untargeted: resultOf(untargeted)?.testAccuracy.value ?? 0,
    examples,
  };
}

export function summarise(results: readonly DrawResult[]): DrawsSummary {
  const mean = (value: (result: DrawResult) => number): Mean => meanOf(results.map(value));
  return {
    seedsOnly: mean((r) => r.seedsOnly),
    llm2llm: mean((r) => r.llm2llm),
    untargeted: mean((r) => r.untargeted),
    examples: mean((r) => r.examples),
    gainOverSeedsOnly: mean((r) => r.llm2llm - r.seedsOnly),
    gainOverUntargeted: mean((r) => r.llm2llm - r.untargeted),
  };
}

async function runToEnd(
  config: RunConfig,
  dataset: Dataset,
  platform: Platform,
  signal: AbortSignal,
): Promise<RunState> {
  const parts = await assembleRun(config, dataset, platform);
  return driveRun({ id: 'run', parts, store: new MemoryRunStore(), signal });
}
