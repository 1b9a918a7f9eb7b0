/** The teacher's stage: the calls of one wave, side by side as far as the teacher allows. */
import { fromPlainError, isAbort, toPlainError } from '../errors.ts';
import { fnv1a } from '../hash.ts';
import type { ChatMessage } from '../tasks/port.ts';
import type { Teacher } from '../teachers/port.ts';
import { isRequestFault } from '../teachers/port.ts';
import type { Batch, RunParts } from './runner.ts';
import type { AskRequest, IterationState, Outcome, RunState } from './state.ts';
import { currentIteration } from './state.ts';

/** This many faults in a row, with no reply between, mean that something is wrong with the teacher. */
const FAULTS_IN_A_ROW = 5;

/**
 * Makes the calls in groups of `concurrency` and yields each outcome as it comes, to be stored at once.
 * A group begins when everything before it was taken and nothing is under way: a run that is paused, or
 * whose log cannot be written, buys nothing more. Calls still under way when the generator is left are
 * aborted. A fault that concerns more than its call is thrown after its group has ended.
 */
export async function* askTeacher(
  state: RunState,
  parts: RunParts,
  requests: readonly AskRequest[],
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const it = currentIteration(state);
  const { teacher } = parts;
  if (!it || !teacher) throw new Error('A teacher is asked where there is none.');
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  try {
    for (let at = 0; at < requests.length; at += teacher.concurrency) {
      const group = requests.slice(at, at + teacher.concurrency);
      const faults: unknown[] = [];
      const calls = group.map((request) =>
        callOnce(state, it, parts, teacher, request, either).catch((error: unknown) => {
          faults.push(error);
          return null;
        }),
      );
      let inFlight = group.length;
      for await (const outcome of asTheyCome(calls)) {
        inFlight -= 1;
        if (outcome) yield { events: [outcome], inFlight };
      }
      signal.throwIfAborted();
      if (faults.length > 0) throw faults[0];
      const last = it.failed[it.failed.length - 1];
      if (last && state.faultsInARow >= FAULTS_IN_A_ROW) throw fromPlainError(last.error);
    }
  } finally {
    left.abort();
  }
}

/** The results in the order in which they come. The promises must not reject. */
async function* asTheyCome<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  const open = new Map(promises.map((promise, i) => [i, promise.then((value) => ({ i, value }))]));
  while (open.size > 0) {
    const { i, value } = await Promise.race(open.values());
    open.delete(i);
    yield value;
  }
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
  const prompted = 'showWrongAnswer' in teacher ? teacher : null;
  const answer = it.heldOut.get(id) ?? it.seeds.get(id) ?? it.augmented.get(id);
  // As in the reference code, every second try shows what was accepted so that the reply differs.
  const children = [...state.examples.values()].filter(
    (example) => 'parent' in example && example.parent === id,
  );
  return parts.task.teacherPrompt({
    parent,
    wrongAnswer: prompted?.showWrongAnswer && answer?.correct === false ? answer.answer : null,
    count,
    system: prompted?.system ?? null,
    shown: attempt % 2 === 1 ? children.map(({ text }) => text) : [],
  });
}
