/** The form of events that come from outside (an imported file, a link). Our own logs are not checked again. */
import * as v from 'valibot';
import { ConfigSchema } from '../config/schema.ts';
import { LabError } from '../errors.ts';
import type { LoopEvent } from './events.ts';
import { LOG_VERSION, STOP_REASONS } from './events.ts';

const text = v.pipe(v.string(), v.maxLength(1_000_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const score = v.pipe(v.number(), v.finite());
const ids = v.array(text);
const iteration = { iteration: count };
const call = { ...iteration, parent: text, attempt: count };
const error = v.object({ code: text, message: text, remedy: text, details: v.optional(v.any()) });
const role = v.picklist(['system', 'user', 'assistant']);
const usage = v.nullable(v.object({ prompt: v.nullable(count), completion: v.nullable(count) }));
const finish = v.nullable(v.picklist(['stop', 'length']));
const example = v.object({ id: text, text, label: text });
const event = <T extends string, E extends v.ObjectEntries>(type: T, entries: E) =>
  v.object({ type: v.literal(type), ...entries });

const EventSchema = v.variant('type', [
  event('run-started', {
    v: v.literal(LOG_VERSION),
    config: ConfigSchema,
    // None where answers are free-form.
    labels: ids,
    seeds: v.pipe(v.array(example), v.minLength(1)),
    test: v.object({ count, dataHash: text }),
    student: v.object({ id: text, changes: v.picklist(['head', 'none', 'lora']) }),
    teacher: v.nullable(v.object({ id: text, title: text })),
  }),
  event('iteration-started', { ...iteration, trainSize: count, last: v.boolean() }),
  event('fitted', {
    ...iteration,
    fold: v.nullable(count),
    trainSize: count,
    steps: count,
    loss: v.nullable(score),
    artifact: v.optional(v.any()),
  }),
  event('predicted', {
    ...iteration,
    of: v.picklist(['seeds', 'test', 'augmented', 'held-out']),
    id: text,
    answer: v.nullable(text),
    scores: v.optional(v.array(score)),
    raw: v.optional(text),
    shown: v.optional(ids),
    by: v.optional(v.picklist(['scored', 'grammar', 'written'])),
    usage: v.optional(usage),
    problem: v.optional(v.literal('too-long')),
    correct: v.boolean(),
  }),
  event('wrong-collected', { ...iteration, ids }),
  event('selected', { ...iteration, targets: v.array(v.tuple([text, count])) }),
  event('asked', {
    ...iteration,
    requests: v.array(v.object({ parent: text, count, attempt: count })),
  }),
  event('replied', {
    ...call,
    messages: v.optional(v.array(v.object({ role, content: text }))),
    raw: text,
    usage,
    finish,
  }),
  event('call-failed', { ...call, error }),
  event('teacher-exhausted', { ...iteration, parent: text }),
  event('checked', {
    ...call,
    index: count,
    by: v.picklist(['teacher', 'student']),
    label: v.nullable(text),
    raw: v.optional(text),
    usage: v.optional(usage),
    scores: v.optional(v.array(score)),
    error: v.optional(error),
  }),
  event('judged', {
    ...call,
    id: text,
    text,
    label: v.nullable(text),
    repaired: v.boolean(),
    reject: v.nullable(text),
    rule: text,
    nearest: v.optional(
      v.object({ kind: v.picklist(['seed', 'accepted', 'candidate', 'test']), id: text, score }),
    ),
    note: v.optional(text),
  }),
  event('grown', { ...iteration, added: ids, trainSize: count }),
  event('model-changed', {
    ...iteration,
    role: v.picklist(['student', 'teacher']),
    from: text,
    to: text,
  }),
  event('finished', { ...iteration, reason: v.picklist(STOP_REASONS) }),
  event('interrupted', { ...iteration, error }),
]);

/** The event, or LabError `bad-log` that names its number (from 1) and what is wrong with it. */
export function parseEvent(value: unknown, number: number): LoopEvent {
  const result = v.safeParse(EventSchema, value);
  // Optional members are absent rather than undefined in the type; JSON makes the same of both.
  if (result.success) return result.output as LoopEvent;
  const issue = result.issues[0];
  throw new LabError(
    'bad-log',
    `Event ${number} cannot be read: ${v.getDotPath(issue) ?? 'event'}: ${issue.message}.`,
    'The log is damaged or of a newer version. Open another copy of the run.',
  );
}
