/** A teacher behind an OpenAI-compatible chat completions API, hosted or on the person's own computer. */
import type { ApiTeacherConfig } from '../../config/schema.ts';
import { LabError } from '../../errors.ts';
import { chatClient } from '../../llm/api/chat-client.ts';
import type { ReplySchema } from '../../tasks/port.ts';
import type { CheckRequest, TeacherFactory, TeacherReply } from '../port.ts';

/** Throws LabError `bad-address` or `unknown-preset`; the key is not looked at before the first call. */
export const createApiTeacher: TeacherFactory<ApiTeacherConfig> = async (config, services) => {
  const { model, concurrency, temperature, maxTokens } = config;
  const { task } = services;
  const client = chatClient('teacher', config, services);

  async function reply(
    { messages, randomSeed }: CheckRequest,
    schema: ReplySchema,
    signal: AbortSignal,
  ): Promise<TeacherReply> {
    const question = { messages, randomSeed, temperature, maxTokens, schema };
    const { text: raw, usage, finish } = await client.send(question, signal);
    if (raw.trim() === '') throw emptyReply(model, finish === 'length');
    return { raw, usage, finish };
  }

  return {
    id: 'api',
    title: client.title,
    examplesPerCall: config.examplesPerCall,
    concurrency,
    readsPrompts: true,
    remaining: () => null,
    ask: (request, signal) => reply(request, task.replySchema, signal),
    check: (request, signal) => reply(request, task.checkSchema, signal),
  };
};

function emptyReply(model: string, cut: boolean): LabError {
  return new LabError(
    'teacher-empty',
    cut ? `${model} used up its tokens before it wrote anything.` : `${model} sent an empty reply.`,
    cut ? 'Allow more tokens a reply.' : 'Nothing to do. If it happens often, choose another model.',
  );
}
