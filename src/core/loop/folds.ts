/** Folds for finding the wrong set on seeds that the asked fit has not seen. */
import type { RunConfig } from '../config/schema.ts';
import type { AugmentedExample, Example } from '../example.ts';
import { randomStream } from '../random.ts';
import type { Student } from '../students/port.ts';

/**
 * The seeds' ids by fold. Stratified by label and fixed for the whole run, so that a seed that turns
 * right did so for the examples added, not for another fold. Leave-one-out gives each seed its own.
 * There are none where the answers on the seeds find the wrong set: in-sample, and leave-one-out with a student
 * that leaves a question's own example out by itself, unless the example's children must be left out too.
 */
export function foldsOf(
  config: RunConfig,
  seeds: readonly Example[],
  student: Pick<Student, 'leavesOwnOut'>,
): string[][] {
  const { rule, folds, withoutChildren } = config.wrongSet;
  if (rule === 'in-sample') return [];
  if (rule === 'leave-one-out') {
    return student.leavesOwnOut && !withoutChildren ? [] : seeds.map(({ id }) => [id]);
  }
  const random = randomStream(config.seed, 'folds');
  const byLabel = new Map<string, string[]>();
  for (const { id, label } of random.shuffle(seeds)) {
    byLabel.set(label, [...(byLabel.get(label) ?? []), id]);
  }
  const out: string[][] = Array.from({ length: Math.min(folds, seeds.length) }, () => []);
  // Dealt like cards, one label after the other, so that fold sizes differ by at most one.
  [...byLabel.values()].flat().forEach((id, i) => out[i % out.length]?.push(id));
  return out;
}

/**
 * What is asked of a fold's fit: its seeds, and where augmented examples may be augmented too, those that stem from
 * these seeds. Asked of a fit that was trained on them, they would hardly ever be wrong.
 */
export function askedOfFold(
  { augmentFrom }: RunConfig,
  augmented: readonly AugmentedExample[],
  heldOut: readonly string[],
): readonly string[] {
  if (augmentFrom === 'seeds') return heldOut;
  const seeds = new Set(heldOut);
  return [...heldOut, ...augmented.filter(({ root }) => seeds.has(root)).map(({ id }) => id)];
}

/**
 * What a fold's fit trains on: the other folds' seeds and the augmented examples that may count. Copies
 * of a held-out seed never do: the fit would have seen it. Nor do examples that are asked of it.
 */
export function foldTrainingSet(
  config: RunConfig,
  seeds: readonly Example[],
  augmented: readonly AugmentedExample[],
  heldOut: readonly string[],
  copies: boolean,
): Example[] {
  const out = new Set(heldOut);
  const others = seeds.filter(({ id }) => !out.has(id));
  const apart = config.wrongSet.withoutChildren || copies || config.augmentFrom === 'seeds-and-augmented';
  const counting = apart ? augmented.filter(({ root }) => !out.has(root)) : augmented;
  return [...others, ...counting];
}
