/** The teacher's stage: the calls of one wave. */
import { isAbort, toPlainError } from '../errors.ts';
import { fnv1a } from '../hash.ts';
import type { ChatMessage } from '../tasks/port.ts';
import type { Teacher } from '../teachers/port.ts';
import { isRequestFault } from '../teachers/port.ts';
import { callInGroups } from './calls.ts';
import type { Batch, RunParts } from './runner.ts';
import type { AskRequest, IterationState, Outcome, RunState } from './state.ts';
import { currentIteration } from './state.ts';

/** Makes the calls and yields each outcome as it comes; see `callInGroups` for when it stops. */
export async function* askTeacher(
  state: RunState,
  parts: RunParts,
  requests: readonly AskRequest[],
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const it = currentIteration(state);
  const { teacher } = parts;
  if (!it || !teacher) throw new Error('A teacher is asked where there is none.');
  yield* callInGroups(
    state,
    requests,
    teacher.concurrency,
    (request, either) => callOnce(state, it, parts, teacher, request, either),
    signal,
  );
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

/** The prompt of a call, as the teacher gets it. */
export function promptFor(
  state: RunState,
  it: Pick<IterationState, 'heldOut' | 'seeds' | 'augmented'>,
  parts: Pick<RunParts, 'config' | 'task'>,
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
    purpose: 'similar',
    parent,
    wrongAnswer: prompted?.showWrongAnswer && answer?.correct === false ? answer.answer : null,
    count,
    system: prompted?.system ?? null,
    shown: attempt % 2 === 1 ? children.map(({ text }) => text) : [],
  });
}
