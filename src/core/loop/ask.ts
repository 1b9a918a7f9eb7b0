/** The teacher's stage: the calls of one wave, side by side as far as the teacher allows. */
import pLimit from 'p-limit';
import { isAbort, toPlainError } from '../errors.ts';
import { fnv1a } from '../hash.ts';
import type { ChatMessage } from '../tasks/port.ts';
import type { Teacher } from '../teachers/port.ts';
import { isRequestFault } from '../teachers/port.ts';
import type { RunParts } from './runner.ts';
import type { AskRequest, IterationState, Outcome, RunState } from './state.ts';
import { currentIteration } from './state.ts';

/** This many faults in a row, with no reply between, mean that something is wrong with the teacher. */
const FAULTS_IN_A_ROW = 5;

/**
 * Yields the outcome of every call as it comes, each a batch of its own: a reply is stored as soon as it
 * was paid for. A fault that concerns more than its call is thrown after the calls under way ended.
 */
export async function* askTeacher(
  state: RunState,
  parts: RunParts,
  requests: readonly AskRequest[],
  signal: AbortSignal,
): AsyncGenerator<readonly [Outcome]> {
  const it = currentIteration(state);
  const { teacher } = parts;
  if (!it || !teacher) throw new Error('A teacher is asked where there is none.');
  const arrived: Outcome[] = [];
  let wake: () => void = () => undefined;
  let fatal: unknown = null;
  let faults = 0;
  let open = requests.length;
  const limit = pLimit(teacher.concurrency);
  for (const request of requests) {
    void limit(async () => {
      try {
        if (fatal !== null || signal.aborted) return;
        const outcome = await callOnce(state, it, parts, teacher, request, signal);
        faults = outcome.type === 'call-failed' ? faults + 1 : 0;
        arrived.push(outcome);
        if (outcome.type === 'call-failed' && faults >= FAULTS_IN_A_ROW) fatal = outcome.error;
      } catch (error) {
        fatal ??= error;
      } finally {
        open -= 1;
        wake();
      }
    });
  }
  for (;;) {
    const outcome = arrived.shift();
    if (outcome) yield [outcome];
    else if (open === 0) break;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
  signal.throwIfAborted();
  if (fatal !== null) throw asError(fatal);
}

async function callOnce(
  state: RunState,
  it: IterationState,
  parts: RunParts,
  teacher: Teacher,
  { parent: id, count, attempt }: AskRequest,
  signal: AbortSignal,
): Promise<Outcome> {
  const parent = state.examples.get(id);
  const { iteration } = it;
  const used = state.used.get(id) ?? 0;
  if (!parent || teacher.remaining(parent, used) === 0)
    return { type: 'teacher-exhausted', iteration, parent: id };
  const messages = teacher.readsPrompts ? promptFor(state, it, parts, { parent: id, count, attempt }) : [];
  try {
    const reply = await teacher.ask(
      {
        parent,
        count,
        used,
        attempt,
        messages,
        randomSeed: fnv1a(`${parts.config.seed} ask ${iteration} ${id} ${attempt}`),
      },
      signal,
    );
    const { raw, usage, finish } = reply;
    const shown = messages.length > 0 ? { messages } : {};
    return { type: 'replied', iteration, parent: id, attempt, ...shown, raw, usage, finish };
  } catch (thrown) {
    const error = toPlainError(thrown);
    if (isAbort(thrown) || !isRequestFault(error)) throw thrown;
    return { type: 'call-failed', iteration, parent: id, attempt, error };
  }
}

function promptFor(
  state: RunState,
  it: IterationState,
  parts: RunParts,
  { parent: id, count, attempt }: AskRequest,
): readonly ChatMessage[] {
  const parent = state.examples.get(id);
  if (!parent) return [];
  const { teacher } = parts.config;
  const showWrong = teacher.id === 'api' && teacher.showWrongAnswer;
  const answer = it.heldOut.get(id) ?? it.seeds.get(id) ?? it.augmented.get(id);
  // As in the reference code, every second try shows what was accepted so that the reply differs.
  const children = [...state.examples.values()].filter(
    (example) => 'parent' in example && example.parent === id,
  );
  return parts.task.teacherPrompt({
    parent,
    wrongAnswer: showWrong && answer?.correct === false ? answer.answer : null,
    count,
    shown: attempt % 2 === 1 ? children.map(({ text }) => text) : [],
  });
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : Object.assign(new Error('The teacher failed.'), value);
}
