/** Student: a language model that a fine-tuning backend trains, asked where it was trained. */
import type { BackendStudentConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { NetServices } from '../../llm/api/chat-client.ts';
import { chatWriter } from '../../llm/api/chat-writer.ts';
import { codeOf } from '../../llm/api/faults.ts';
import type { Task } from '../../tasks/port.ts';
import { jsonClient } from '../../trainers/fine-tuning/hosts/http.ts';
import { askWithin } from '../in-context/ask.ts';
import { probabilities } from '../in-context/calibration.ts';
import { freeForm } from '../in-context/free-form.ts';
import type { Predictor, Question, Student, StudentAnswer } from '../port.ts';
import type { StudentServices } from '../registry.ts';
import { tunedFromArtifact } from './artifact.ts';
import type { ScoreLabels } from './label-scorer.ts';
import { labelScorer } from './label-scorer.ts';

/** Questions in one request: enough to keep the server busy, few enough to see progress. */
const AT_ONCE = 8;

/** What is needed to ask a model at a backend. */
export type BackendModel = Pick<
  BackendStudentConfig,
  'baseUrl' | 'model' | 'answers' | 'maxTokens' | 'timeoutSeconds'
>;

/**
 * Every fit is another model there, and is asked with the very prompt it was trained on, without demonstrations.
 * Throws LabError `bad-address`; predicting throws those of the API (`student-...`) and `backend-...`.
 */
export function backendStudent(
  config: BackendStudentConfig,
  { task, net }: Pick<StudentServices, 'task' | 'net'>,
): Student {
  const scores = scoresLabels(config, task);
  return {
    id: 'backend',
    changes: config.training.method,
    chunk: scores ? AT_ONCE : 1,
    leavesOwnOut: false,
    load: (artifact) => {
      const { model } = tunedFromArtifact(artifact);
      const answers = scores ? 'scored' : 'written';
      return Promise.resolve(backendPredictor({ ...config, model, answers }, task, net));
    },
  };
}

/** Whether labels are scored: only our own backend does, and free answers are always written. */
export function scoresLabels(
  { answers, provider }: Pick<BackendStudentConfig, 'answers' | 'provider'>,
  task: Task,
): boolean {
  return answers === 'scored' && provider === 'llm2llm' && !task.freeForm;
}

/** A model at a backend, base or tuned, as whoever answers questions. Throws as `backendStudent` does. */
export function backendPredictor(settings: BackendModel, task: Task, net: NetServices): Predictor {
  return settings.answers === 'scored' && !task.freeForm
    ? scored(task, labelScorer(jsonClient(settings, net), settings.model, task.labels))
    : written(task, settings, net);
}

/** Scores are probabilities over the labels, rounded to 1e-6. */
function scored(task: Task, score: ScoreLabels): Predictor {
  const answer = (logLikelihoods: readonly number[]): StudentAnswer => {
    const best = logLikelihoods.indexOf(Math.max(...logLikelihoods));
    const scores = probabilities(logLikelihoods).map((value) => Math.round(value * 1e6) / 1e6);
    return { answer: task.labels[best] ?? null, scores, by: 'scored' };
  };
  const ask = async (questions: readonly Question[], signal: AbortSignal): Promise<StudentAnswer[]> => {
    try {
      const prompts = questions.map(({ text }) => task.studentPrompt(text));
      return (await score(prompts, signal)).map(answer);
    } catch (error) {
      if (!(error instanceof LabError && error.code === codeOf('student', 'too-long'))) throw error;
      // One overlong text must not keep the others from an answer, nor the run from its end.
      if (questions.length === 1) return [{ answer: null, problem: 'too-long' }];
      return (await inTurn(questions, (question) => ask([question], signal))).flat();
    }
  };
  return {
    predict: async (questions, signal) => {
      const parts = Array.from({ length: Math.ceil(questions.length / AT_ONCE) }, (_, i) =>
        questions.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
      );
      return (await inTurn(parts, (part) => ask(part, signal))).flat();
    },
  };
}

function written(task: Task, settings: BackendModel, net: NetServices): Predictor {
  const writer = chatWriter({ ...settings, preset: 'custom', stream: false }, net);
  const ask = freeForm(task, writer, settings.maxTokens);
  return {
    predict: (questions, signal) =>
      inTurn(questions, async ({ text }) => {
        signal.throwIfAborted();
        const { shown: _none, ...answer } = await askWithin(ask, text, [], signal);
        return answer;
      }),
  };
}

async function inTurn<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (const item of items) done.push(await work(item));
  return done;
}
