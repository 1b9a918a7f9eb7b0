/** The check stage: a second look at the labels of a reply's candidates, before they are judged. */
import { isAbort, LabError, toPlainError } from '../errors.ts';
import { fnv1a } from '../hash.ts';
import type { Teacher } from '../teachers/port.ts';
import { isRequestFault } from '../teachers/port.ts';
import { callInGroups } from './calls.ts';
import type { Checked } from './events.ts';
import type { Look } from './looks.ts';
import { readLabel } from './read-reply.ts';
import type { Batch, RunParts } from './runner.ts';
import type { RunState } from './state.ts';
import type { StudentStage } from './student-stage.ts';

/**
 * Takes the looks and yields each, to be stored at once: by the teacher in a call of its own, see
 * `callInGroups` for when it stops; by the student of the current fit in steps of its own size.
 */
export async function* takeLooks(
  state: RunState,
  parts: RunParts,
  student: StudentStage,
  looks: readonly Look[],
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  if (parts.config.filters.labelCheck === 'student') {
    for (let at = 0; at < looks.length; at += parts.student.chunk) {
      const some = looks.slice(at, at + parts.student.chunk);
      yield { events: await askStudent(state, student, some, signal), inFlight: 0 };
    }
    return;
  }
  const { teacher } = parts;
  if (!teacher) throw new Error('A label is checked by a teacher where there is none.');
  const ask = (look: Look, either: AbortSignal): Promise<Checked> => askTeacher(parts, teacher, look, either);
  yield* callInGroups(state, looks, teacher.concurrency, ask, signal);
}

async function askStudent(
  state: RunState,
  student: StudentStage,
  looks: readonly Look[],
  signal: AbortSignal,
): Promise<Checked[]> {
  // A candidate has no id yet; this one is of no example.
  const questions = looks.map(({ reply, index, text }) => ({
    id: `${reply.parent}?${reply.iteration}.${reply.attempt}.${index}`,
    text,
  }));
  try {
    const answers = await student.answer(state, questions, signal);
    return looks.map((look, i) => {
      const { answer = null, scores, raw } = answers[i] ?? {};
      const said = { ...(raw === undefined ? {} : { raw }), ...(scores ? { scores } : {}) };
      return { ...about(look), by: 'student', label: answer, ...said };
    });
  } catch (error) {
    const [look, another] = looks;
    const tooLong = error instanceof LabError && error.code === 'prompt-too-long';
    // The candidate's fault, not the run's: asked again, it would not fit either.
    if (!look || another || !tooLong) throw error;
    return [{ ...about(look), by: 'student', label: null, error: toPlainError(error) }];
  }
}

async function askTeacher(
  { config, task }: RunParts,
  teacher: Teacher,
  look: Look,
  signal: AbortSignal,
): Promise<Checked> {
  const { iteration, parent, attempt } = look.reply;
  const call = {
    messages: task.checkPrompt(look.text),
    randomSeed: fnv1a(`${config.seed} check ${iteration} ${parent} ${attempt} ${look.index}`),
  };
  try {
    if (!teacher.check) throw new Error('This teacher checks no labels.');
    const { raw, usage, finish } = await teacher.check(call, signal);
    return { ...about(look), by: 'teacher', label: readLabel(task, raw, finish), raw, usage };
  } catch (thrown) {
    const error = toPlainError(thrown);
    if (isAbort(thrown) || !isRequestFault(error)) throw thrown;
    return { ...about(look), by: 'teacher', label: null, error };
  }
}

function about({ reply, index }: Look): Pick<Checked, 'type' | 'iteration' | 'parent' | 'attempt' | 'index'> {
  const { iteration, parent, attempt } = reply;
  return { type: 'checked', iteration, parent, attempt, index };
}
