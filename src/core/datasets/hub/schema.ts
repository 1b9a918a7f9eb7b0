/**
 * The replies of the dataset viewer, as documented in
 * https://huggingface.co/docs/dataset-viewer/rows, .../splits and its openapi.json (read November 2026).
 * Only what is used is required; further fields are allowed.
 */
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const FeatureSchema = v.object({
  name: v.string(),
  /** An object with `_type`, or a list for the legacy list type; only ClassLabel is looked into. */
  type: v.unknown(),
});

export const ClassLabelSchema = v.object({
  _type: v.literal('ClassLabel'),
  names: v.array(v.string()),
});

export const RowsReplySchema = v.object({
  features: v.array(FeatureSchema),
  rows: v.array(v.object({ row_idx: count, row: v.record(v.string(), v.unknown()) })),
  num_rows_total: count,
  num_rows_per_page: v.optional(count),
  partial: v.optional(v.boolean()),
});

export const SplitsReplySchema = v.object({
  splits: v.array(v.object({ dataset: v.string(), config: v.string(), split: v.string() })),
});

export type RowsReply = v.InferOutput<typeof RowsReplySchema>;
