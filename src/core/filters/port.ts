/** The port of a filter: a rule that may reject a candidate, and says why. */
import type { Example } from '../example.ts';
import type { Task } from '../tasks/port.ts';

export interface Candidate {
  readonly id: string;
  readonly text: string;
  readonly label: string | null;
  /** The example it was written from; null: an unlabelled text that got its label from a teacher. */
  readonly parent: Example | null;
}

export type NeighbourKind = 'seed' | 'accepted' | 'candidate' | 'test';

export interface Neighbour {
  readonly kind: NeighbourKind;
  readonly id: string;
  /** Similarity by the rule that found it, in [0, 1], rounded to 1e-6. */
  readonly score: number;
}

/** What a rule found out. `reject` names the reason in kebab-case; null lets the candidate pass. */
export interface Finding {
  readonly reject: string | null;
  readonly nearest?: Neighbour;
}

export interface Filter {
  readonly id: string;
  judge(candidate: Candidate): Finding;
  /** Called with every candidate after its verdict, so that later ones are compared with it. */
  remember?(candidate: Candidate, accepted: boolean): void;
  /** Called when an iteration begins: this iteration's candidates are forgotten. */
  beginIteration?(): void;
}

export interface FilterServices {
  /** Says which labels can be trained on. */
  readonly task: Pick<Task, 'labelFault'>;
  readonly seeds: readonly Example[];
  readonly test: readonly Example[];
}
