/** What an in-context fit comes to: a rule, and the ids of the examples it may show. Texts stay in the run. */
import * as v from 'valibot';
import type { DemonstrationRule } from '../../config/schema.ts';
import { DEMONSTRATION_RULES } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { Example } from '../../example.ts';
import type { Json } from '../../json.ts';

/** The examples that may stand in a prompt, and how some of them are chosen. */
export interface DemonstrationPool {
  readonly rule: DemonstrationRule;
  /** In the order that breaks ties; for `random` the order in which they are shown. */
  readonly pool: readonly Example[];
}

const Schema = v.object({
  kind: v.literal('in-context'),
  rule: v.picklist(DEMONSTRATION_RULES),
  pool: v.array(v.string()),
});

/** The pool as plain data for the log: it names its examples and holds none of their texts. */
export function poolToArtifact({ rule, pool }: DemonstrationPool): Json {
  return { kind: 'in-context', rule, pool: pool.map(({ id }) => id) };
}

/**
 * The pool an artifact names.
 * @param examples every example of the run, by id
 * Throws LabError `bad-artifact` when the data is no pool or names an example the run does not have.
 */
export function poolFromArtifact(artifact: Json, examples: ReadonlyMap<string, Example>): DemonstrationPool {
  const parsed = v.safeParse(Schema, artifact);
  if (parsed.success) {
    const pool = parsed.output.pool.flatMap((id) => examples.get(id) ?? []);
    if (pool.length === parsed.output.pool.length) return { rule: parsed.output.rule, pool };
  }
  throw new LabError(
    'bad-artifact',
    'The stored choice of demonstrations cannot be read.',
    'The log is damaged: open another copy of the run, or start it again.',
  );
}
