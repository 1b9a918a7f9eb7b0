/** A teacher that is the browser's own language model (Prompt API). */
import type { BuiltInTeacherConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import type { ReplySchema } from '../../tasks/port.ts';
import { modelReply } from '../model-reply.ts';
import type { CheckRequest, TeacherFactory, TeacherReply } from '../port.ts';

const TITLE = "the browser's built-in model";

/**
 * Pages may set neither temperature nor seed of this model, nor learn what a reply took: a run with it cannot be
 * repeated to the byte, and its tokens stay unknown. Rejects with LabError `built-in-missing` where the
 * platform has no such model.
 */
export const createBuiltInTeacher: TeacherFactory<BuiltInTeacherConfig> = (config, services) => {
  const { task, builtIn } = services;
  if (!builtIn) return Promise.reject(missing());

  const ask = ({ messages }: CheckRequest, schema: ReplySchema, signal: AbortSignal): Promise<TeacherReply> =>
    modelReply(TITLE, async () => {
      signal.throwIfAborted();
      const raw = await builtIn.ask(messages, schema.json, signal);
      return { raw, usage: null, finish: null };
    });

  return Promise.resolve({
    id: 'built-in',
    title: TITLE,
    examplesPerCall: config.examplesPerCall,
    concurrency: 1,
    readsPrompts: true,
    remaining: () => null,
    ask: (request, signal) => ask(request, task.replySchema, signal),
    check: (request, signal) => ask(request, task.checkSchema, signal),
  });
};

function missing(): LabError {
  return new LabError(
    'built-in-missing',
    'There is no built-in language model here.',
    'Open this run in a browser that has one (Chrome on a desktop), or choose another teacher.',
  );
}
