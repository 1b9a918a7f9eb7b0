/** A teacher that is a language model in this tab. */
import type { WebLlmTeacherConfig } from '../../config/schema.ts';
import type { LanguageModel } from '../../llm/port.ts';
import type { ReplySchema } from '../../tasks/port.ts';
import { modelReply } from '../model-reply.ts';
import type { CheckRequest, TeacherFactory, TeacherReply } from '../port.ts';

/**
 * The model is asked for with the first call, not before: a run that never calls its teacher never loads it.
 * Replies are held to the task's schema. What the model throws (`gpu-lost`, a model that is not downloaded)
 * interrupts the run, but for a prompt that is too long, which concerns its call only.
 */
export const createWebLlmTeacher: TeacherFactory<WebLlmTeacherConfig> = (config, services) => {
  const { model: id, temperature, maxTokens, examplesPerCall } = config;
  const { task, languageModel } = services;
  const title = `${id} in this tab`;
  let loaded: Promise<LanguageModel> | undefined;

  function model(): Promise<LanguageModel> {
    loaded ??= languageModel(id).catch((error: unknown) => {
      // A resumed run asks again: by then the model may have been downloaded.
      loaded = undefined;
      throw error;
    });
    return loaded;
  }

  function write(
    { messages, randomSeed }: CheckRequest,
    schema: ReplySchema,
    signal: AbortSignal,
  ): Promise<TeacherReply> {
    return modelReply(id, async () => {
      signal.throwIfAborted();
      const engine = await model();
      signal.throwIfAborted();
      const request = { messages, maxTokens, temperature, randomSeed, jsonSchema: schema.json };
      const { text, usage, finish } = await engine.write(request, signal);
      return { raw: text, usage, finish };
    });
  }

  return Promise.resolve({
    id: 'webllm',
    title,
    examplesPerCall,
    // One engine, which answers one request after the other.
    concurrency: 1,
    readsPrompts: true,
    remaining: () => null,
    ask: (request, signal) => write(request, task.replySchema, signal),
    check: (request, signal) => write(request, task.checkSchema, signal),
  });
};
