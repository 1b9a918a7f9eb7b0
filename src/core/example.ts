/** Examples: the rows everything else is about. */

/** A labelled example of a classification task. */
export interface Example {
  /** Unique within a run: the data set's own id, or one derived from its row. */
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** An example the teacher wrote and the filters let pass. */
export interface AugmentedExample extends Example {
  /** The example it was written from: a seed, unless the ablation augments augmented ones too. */
  readonly parent: string;
  /** The seed at the root of its lineage. */
  readonly root: string;
  readonly iteration: number;
}

/** One recorded teacher reply: the `k`-th new example for a seed. */
export interface PackReply {
  readonly seed: string;
  readonly k: number;
  readonly text: string;
  readonly label: string;
}
