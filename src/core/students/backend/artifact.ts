/** What a fit by a fine-tuning service comes to: the name of a model that stays there, and how it was trained. */
import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import type { Json } from '../../json.ts';

const orNull = v.nullable(v.number());

const Schema = v.object({
  kind: v.literal('fine-tuned'),
  /** Base URL of the service. */
  server: v.string(),
  /** What the tuned model is asked for by. */
  model: v.string(),
  /** What it was trained from: the base model, or an earlier tuned one. */
  base: v.string(),
  job: v.string(),
  method: v.picklist(['lora', 'full']),
  /** As the service said; null where it did not. `learningRate` is absolute. */
  training: v.object({
    learningRate: orNull,
    epochs: orNull,
    batchSize: orNull,
    rank: orNull,
    alpha: orNull,
    totalSteps: orNull,
  }),
  trainedTokens: orNull,
  /** (step, loss in nats a token), thinned out. */
  losses: v.array(v.tuple([v.number(), v.number()])),
  /** SHA-256 of the training file. */
  data: v.string(),
});

export type TunedArtifact = v.InferOutput<typeof Schema>;

/** Plain data for the log. */
export function tunedToArtifact(tuned: Omit<TunedArtifact, 'kind'>): Json {
  return { kind: 'fine-tuned', ...tuned, losses: tuned.losses.map(([step, loss]) => [step, loss]) };
}

/** Whether a fit of the log is one by a fine-tuning service. */
export function isTuned(artifact: Json | undefined): boolean {
  return v.is(Schema, artifact);
}

/** Throws LabError `bad-artifact` when the data names no tuned model. */
export function tunedFromArtifact(artifact: Json): TunedArtifact {
  const parsed = v.safeParse(Schema, artifact);
  if (parsed.success) return parsed.output;
  throw new LabError(
    'bad-artifact',
    'The stored name of the fine-tuned model cannot be read.',
    'The log is damaged: open another copy of the run, or start it again.',
  );
}
