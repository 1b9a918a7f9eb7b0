/** Examples: the rows everything else is about. */

/** A labelled example of a classification task. */
export interface Example {
  /** Unique within a run: the data set's own id, or one derived from its row. */
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** A text that nobody has labelled. Where it comes from a labelled set, its label stays behind. */
export interface Unlabelled {
  readonly id: string;
  readonly text: string;
}

/** An example the teacher wrote, or labelled, and the filters let pass. */
export interface AugmentedExample extends Example {
  /**
   * The example it was written from: a seed, unless the ablation augments augmented ones too. Where the teacher
   * only labelled a text (distillation), that text's id in the pool, which is no example of the run.
   */
  readonly parent: string;
  /** The seed at the root of its lineage; of a text that was only labelled the same as `parent`. */
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
