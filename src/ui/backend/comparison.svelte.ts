/** A comparison while it goes on. Answers are kept while the view is open, and none is asked for twice. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { Example } from '../../core/example.ts';
import type { Task } from '../../core/tasks/port.ts';
import type { Asked } from './answers.ts';
import { Answers } from './answers.ts';
import type { ComparedRow } from './comparison.ts';
import { rowOf } from './comparison.ts';

/** Questions in a request: few enough to see progress. */
const AT_ONCE = 8;

export class Comparison {
  rows = $state.raw<readonly ComparedRow[]>([]);
  readonly done = $derived(this.rows.reduce((sum, { before, after }) => sum + (before ? 1 : 0) + (after ? 1 : 0), 0));
  readonly #answers = new Answers();

  /** Asks both models all examples that they were not asked yet. Rejects as the predictors do; what came stays. */
  async run(
    task: Task,
    config: RunConfig,
    examples: readonly Example[],
    [before, after]: readonly [Asked, Asked],
    signal: AbortSignal,
  ): Promise<void> {
    const show = (): void => {
      this.rows = examples.map((example) =>
        rowOf(task, example, this.#answers.get(before, config, example), this.#answers.get(after, config, example)),
      );
    };
    show();
    for (let at = 0; at < examples.length; at += AT_ONCE) {
      for (const asked of [before, after]) {
        const part = examples
          .slice(at, at + AT_ONCE)
          .filter((example) => this.#answers.get(asked, config, example) === undefined);
        if (part.length === 0) continue;
        const answers = await asked.predictor.predict(part, signal);
        part.forEach((example, i) => {
          const answer = answers[i];
          if (answer) this.#answers.set(asked, config, example, answer);
        });
        show();
      }
    }
  }
}
