/** Answers that came, so that none is asked for twice. */
import type { RunConfig } from '../../core/config/schema.ts';
import type { Example } from '../../core/example.ts';
import { canonicalJson } from '../../core/json.ts';
import type { Predictor, StudentAnswer } from '../../core/students/port.ts';

/** A model that is asked: `name` tells its answers from those of any other, and of the same one elsewhere. */
export interface Asked {
  readonly name: string;
  readonly predictor: Predictor;
}

export class Answers {
  readonly #kept = new Map<string, StudentAnswer>();

  get(asked: Asked, config: RunConfig, example: Example): StudentAnswer | undefined {
    return this.#kept.get(keyOf(asked, config, example));
  }

  set(asked: Asked, config: RunConfig, example: Example, answer: StudentAnswer): void {
    this.#kept.set(keyOf(asked, config, example), answer);
  }
}

/** Everything an answer depends on: who is asked, the task with its prompt, and the text. */
function keyOf({ name }: Asked, { task, custom, student, data }: RunConfig, { text }: Example): string {
  const system = 'system' in student ? student.system : null;
  return canonicalJson([name, data.id, task, custom, system, text]);
}
