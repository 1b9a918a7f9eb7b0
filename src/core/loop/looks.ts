/** Second looks at labels: which candidates get one, and what its outcome means for them. */
import type { RunConfig } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import type { Filter } from '../filters/port.ts';
import { textFault } from '../filters/text-rules.ts';
import type { Task } from '../tasks/port.ts';
import type { Teacher } from '../teachers/port.ts';
import type { Checked, Replied } from './events.ts';
import { replyReader } from './read-reply.ts';
import type { RunParts } from './runner.ts';
import type { IterationState } from './state.ts';

/** A candidate that is to be looked at again. */
export interface Look {
  readonly reply: Replied;
  /** Its place in the reply, from 0. */
  readonly index: number;
  readonly text: string;
}

/** The looks that a reply to a call for `count` examples gets, in its order. */
export type LooksOf = (reply: Replied, count: number) => readonly Look[];

/**
 * Which candidates of a reply are looked at again: the first `count` whose text can be used at all, so that
 * what a generous reply brings beyond costs nothing. null where labels are not checked.
 */
export function looksFor(parts: Pick<RunParts, 'config' | 'task' | 'arm' | 'pool'>): LooksOf | null {
  const { labelCheck, maxCharacters } = parts.config.filters;
  if (labelCheck === 'off') return null;
  const readReply = replyReader(parts);
  // Planning asks for the same reply again and again.
  const known = new WeakMap<Replied, readonly Look[]>();
  return (reply, count) => {
    const looks = known.get(reply) ?? read(reply, count);
    known.set(reply, looks);
    return looks;
  };

  function read(reply: Replied, count: number): Look[] {
    const parsed = readReply(reply);
    if (!parsed.ok) return [];
    return parsed.candidates
      .map(({ text }, index) => ({ reply, index, text }))
      .filter(({ text }) => textFault(text, maxCharacters) === null)
      .slice(0, count);
  }
}

/** The looks of this wave that are still to be taken. */
export function openLooks(it: IterationState, looksOf: LooksOf): Look[] {
  return it.wave.flatMap(({ parent, count }) => {
    const outcome = it.outcomes.get(parent);
    if (outcome?.type !== 'replied' || it.judged.has(parent)) return [];
    return looksOf(outcome, count).filter(({ index }) => !it.checks.get(parent)?.has(index));
  });
}

/** The last filter of one candidate: rejects `label-disputed`, and `label-unchecked` where no opinion was had. */
export function opinionFilter(look: Checked | undefined, task: Task): Filter {
  const opinion = look?.label ?? null;
  const agrees = (label: string | null): boolean =>
    opinion !== null && label !== null && task.isRight(task.answerOf(opinion), label);
  return {
    id: 'label-check',
    judge: ({ label }) => ({
      reject: opinion === null ? 'label-unchecked' : agrees(label) ? null : 'label-disputed',
    }),
  };
}

/** Throws LabError `no-label-check` where the teacher is to check labels and cannot read a prompt. */
export function requireLabelCheck({ filters }: RunConfig, teacher: Teacher | null): void {
  if (filters.labelCheck === 'teacher' && teacher && !teacher.check) throw noLabelCheck(teacher.title);
}

/** The fault of a teacher that is to check labels and reads no prompts. */
export function noLabelCheck(title: string): LabError {
  return new LabError(
    'no-label-check',
    `This teacher (${title}) cannot check labels: it reads no prompts.`,
    'Let the student check them, or choose a teacher that can: an API, a model in this tab, or the browser’s own.',
  );
}
