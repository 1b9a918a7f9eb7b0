/** The teacher's stage: the calls of one wave. */
import { isAbort, toPlainError } from '../errors.ts';
import { fnv1a } from '../hash.ts';
import type { ChatMessage } from '../tasks/port.ts';
import type { CheckRequest, Teacher, TeacherReply, TeacherRequest } from '../teachers/port.ts';
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
  const { iteration } = it;
  const messages = teacher.readsPrompts ? promptFor(state, it, parts, { parent: id, count, attempt }) : [];
  const randomSeed = fnv1a(`${parts.config.seed} ask ${iteration} ${id} ${attempt}`);
  try {
    const reply =
      parts.arm.ask === 'label'
        ? await labelOf(teacher, { messages, randomSeed }, signal)
        : await examplesOf(state, teacher, { id, count, attempt, messages, randomSeed }, signal);
    if (!reply) return { type: 'teacher-exhausted', iteration, parent: id };
    const { raw, usage, finish } = reply;
    const shown = messages.length > 0 ? { messages } : {};
    return { type: 'replied', iteration, parent: id, attempt, ...shown, raw, usage, finish };
  } catch (thrown) {
    const error = toPlainError(thrown);
    if (isAbort(thrown) || !isRequestFault(error)) throw thrown;
    return { type: 'call-failed', iteration, parent: id, attempt, error };
  }
}

/** New examples of one of the run's; null where the teacher has nothing more for it. */
async function examplesOf(
  state: RunState,
  teacher: Teacher,
  { id, ...request }: Omit<TeacherRequest, 'parent' | 'used'> & { readonly id: string },
  signal: AbortSignal,
): Promise<TeacherReply | null> {
  const parent = state.examples.get(id);
  const used = state.used.get(id) ?? 0;
  if (!parent || teacher.remaining(parent, used) === 0) return null;
  return teacher.ask({ ...request, parent, used }, signal);
}

/** The label of a text that has none: the same question as a second look at a label. */
function labelOf(teacher: Teacher, request: CheckRequest, signal: AbortSignal): Promise<TeacherReply> {
  if (!teacher.check) throw new Error('This teacher labels no texts.');
  return teacher.check(request, signal);
}

/** The prompt of a call, as the teacher gets it. */
export function promptFor(
  state: RunState,
  it: Pick<IterationState, 'heldOut' | 'heldOutAugmented' | 'seeds' | 'augmented'>,
  parts: Pick<RunParts, 'config' | 'task' | 'arm' | 'pool'>,
  { parent: id, count, attempt }: AskRequest,
): readonly ChatMessage[] {
  const { ask } = parts.arm;
  if (ask === 'label') return parts.task.checkPrompt(parts.pool.get(id)?.text ?? '');
  const parent = state.examples.get(id);
  if (!parent) return [];
  const { teacher } = parts.config;
  const prompted = 'showWrongAnswer' in teacher ? teacher : null;
  // A rephrasing is of the example, whatever the student made of it.
  const shows = ask === 'similar' && prompted?.showWrongAnswer;
  const answer =
    it.heldOut.get(id) ?? it.heldOutAugmented.get(id) ?? it.seeds.get(id) ?? it.augmented.get(id);
  // As in the reference code, every second try shows what was accepted so that the reply differs.
  const children = [...state.examples.values()].filter(
    (example) => 'parent' in example && example.parent === id,
  );
  return parts.task.teacherPrompt({
    purpose: ask,
    parent,
    wrongAnswer: shows && answer?.correct === false ? answer.answer : null,
    count,
    system: prompted?.system ?? null,
    shown: attempt % 2 === 1 ? children.map(({ text }) => text) : [],
  });
}
