/** The stages that use the student: fitting it and asking it. */
import { fnv1a } from '../hash.ts';
import type { Json } from '../json.ts';
import type { Predictor, Question, StudentAnswer } from '../students/port.ts';
import type { Fitted, LoopEvent, Predicted } from './events.ts';
import { askedOfFold, foldTrainingSet } from './folds.ts';
import type { Action } from './plan.ts';
import type { RunParts } from './runner.ts';
import type { RunState } from './state.ts';
import { currentIteration, trainingSet } from './state.ts';

type PredictAction = Extract<Action, { kind: 'predict' }>;

export class StudentStage {
  readonly #parts: RunParts;
  /** The predictor last used, by the fit it came from. */
  #loaded: { readonly fit: Fitted; readonly predictor: Predictor } | null = null;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  /**
   * A fit on the whole training set, or without one fold. A cheap trainer's fold fit brings its held-out
   * predictions in the same batch, so that its weights need not be kept.
   */
  async fit(
    state: RunState,
    fold: number | null,
    folds: readonly (readonly string[])[],
    signal: AbortSignal,
  ): Promise<LoopEvent[]> {
    const { config, arm, trainer, task, seeds } = this.#parts;
    const iteration = currentIteration(state)?.iteration ?? 0;
    const heldOut = fold === null ? [] : (folds[fold] ?? []);
    const examples =
      fold === null
        ? trainingSet(state)
        : foldTrainingSet(config, seeds, state.augmented, heldOut, arm.source === 'copies');
    const result = await trainer.fit(
      {
        examples,
        labels: task.labels,
        randomSeed: fnv1a(`${config.seed} fit ${iteration} ${fold ?? 'all'}`),
        // A fold must not start from weights that saw it, so only whole fits continue.
        from: fold === null && config.weights === 'continue' ? lastArtifact(state) : null,
        of: { run: this.#parts.run, iteration, fold },
      },
      signal,
    );
    const { steps, loss, artifact } = result;
    const event: Fitted = {
      type: 'fitted',
      iteration,
      fold,
      trainSize: examples.length,
      steps,
      loss,
      artifact,
    };
    if (fold === null || !trainer.cheap) return [event];
    const predictor = await this.#parts.student.load(artifact, state.examples);
    const asked = askedOfFold(config, state.augmented, heldOut);
    const held = asked.flatMap((id) => state.examples.get(id) ?? []);
    const { artifact: _dropped, ...kept } = event;
    return [kept, ...(await this.#ask(predictor, iteration, 'held-out', held, signal))];
  }

  async predict(state: RunState, action: PredictAction, signal: AbortSignal): Promise<LoopEvent[]> {
    const it = currentIteration(state);
    const fit = action.fold === null ? it?.fit : it?.folds.get(action.fold);
    if (!it || !fit) throw new Error('A student is asked before it is fitted.');
    const predictor = await this.#load(fit, state);
    return this.#ask(predictor, it.iteration, action.of, action.examples, signal);
  }

  /** What the student of the current whole fit answers to texts that are no examples of the run. */
  async answer(
    state: RunState,
    questions: readonly Question[],
    signal: AbortSignal,
  ): Promise<readonly StudentAnswer[]> {
    const fit = currentIteration(state)?.fit;
    if (!fit) throw new Error('A student is asked before it is fitted.');
    return (await this.#load(fit, state)).predict(questions, signal);
  }

  async #load(fit: Fitted, { examples }: RunState): Promise<Predictor> {
    if (this.#loaded?.fit !== fit) {
      this.#loaded = { fit, predictor: await this.#parts.student.load(fit.artifact ?? null, examples) };
    }
    return this.#loaded.predictor;
  }

  async #ask(
    predictor: Predictor,
    iteration: number,
    of: Predicted['of'],
    examples: PredictAction['examples'],
    signal: AbortSignal,
  ): Promise<Predicted[]> {
    const questions = examples.map(({ id, text }) => ({ id, text }));
    const answers = await predictor.predict(questions, signal);
    return examples.map(({ id, label }, i) => {
      const answer = answers[i] ?? { answer: null };
      const correct = answer.answer !== null && this.#parts.task.isRight(answer.answer, label);
      return { type: 'predicted', iteration, of, id, ...answer, correct };
    });
  }
}

function lastArtifact(state: RunState): Json | null {
  const fits = state.iterations.flatMap(({ fit }) => fit ?? []);
  return fits[fits.length - 1]?.artifact ?? null;
}
