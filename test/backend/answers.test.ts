/** OpenAI's npm SDK, as it is, against the real server: what models write. */
/* eslint-disable @typescript-eslint/no-deprecated -- What the SDK calls deprecated its users still send. */
import type OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RealServer } from './real-server.ts';

let server: RealServer;
let client: OpenAI;
beforeAll(async () => {
  server = await startServer();
  ({ client } = server);
});
afterAll(() => server.end());

const ask = (content: string) => ({ model: 'tiny', messages: [{ role: 'user' as const, content }] });

test('chat: roles, length, stop, usage', async () => {
  const answer = await client.chat.completions.create({
    model: 'tiny',
    messages: [
      { role: 'developer', content: [{ type: 'text', text: 'be brief' }] },
      { role: 'user', content: 'repeat: one two three' },
    ],
  });
  expect(answer).toMatchObject({ object: 'chat.completion', model: 'tiny' });
  expect(answer.choices[0]).toMatchObject({
    index: 0,
    finish_reason: 'stop',
    message: { role: 'assistant', content: 'one two three' },
  });
  expect(answer.usage).toEqual(
    expect.objectContaining({ prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 }),
  );
  const cut = await client.chat.completions.create({ ...ask('repeat: one two three'), max_completion_tokens: 2 });
  expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'one two' } });
  const stopped = await client.chat.completions.create({ ...ask('repeat: one two three'), stop: ['two'] });
  expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'one' } });
});

test('chat: the seed decides, and n choices differ', async () => {
  const words = async (seed: number) => {
    const answer = await client.chat.completions.create({ ...ask('hm'), seed, n: 2, max_tokens: 6 });
    return answer.choices.map(({ message }) => message.content);
  };
  const [once, again, other] = [await words(1), await words(1), await words(5)];
  expect(again).toEqual(once);
  expect(other).not.toEqual(once);
  expect(new Set(once).size).toBe(2);
});

test('chat: logprobs', async () => {
  const answer = await client.chat.completions.create({ ...ask('repeat: é two'), logprobs: true, top_logprobs: 3 });
  const [first, second] = answer.choices[0]?.logprobs?.content ?? [];
  expect(first).toMatchObject({ token: 'é', bytes: [195, 169], logprob: -0.25 });
  expect(second?.top_logprobs).toHaveLength(3);
});

test('chat: a stream', async () => {
  const stream = await client.chat.completions.create({
    ...ask('repeat: one two three'),
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
  expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('one two three');
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 3 } });
});

test("chat: the SDK's own reader of streams", async () => {
  const stream = client.chat.completions.stream({ ...ask('repeat: one two'), logprobs: true });
  expect(await stream.finalContent()).toBe('one two');
  expect((await stream.finalChatCompletion()).choices[0]?.logprobs?.content).toHaveLength(2);
});

test('chat: a stream that is left frees the model', async () => {
  const stream = await client.chat.completions.create({ ...ask('SLOW'), max_tokens: 2000, stream: true });
  for await (const chunk of stream) {
    expect(chunk.object).toBe('chat.completion.chunk');
    break;
  }
  const answer = await client.chat.completions.create(ask('repeat: free'), { timeout: 20_000 });
  expect(answer.choices[0]?.message.content).toBe('free');
});

test('completions: several prompts, logprobs, a stream', async () => {
  const answer = await client.completions.create({
    model: 'tiny',
    prompt: ['repeat: one two', 'repeat: three'],
    logprobs: 2,
    seed: 1,
  });
  expect(answer.object).toBe('text_completion');
  expect(answer.choices.map(({ text }) => text)).toEqual(['one two', 'three']);
  expect(answer.choices[0]?.logprobs).toMatchObject({
    tokens: ['one', ' two'],
    text_offset: [0, 3],
    token_logprobs: [-0.25, -0.25],
  });
  expect(answer.choices[0]?.logprobs?.top_logprobs?.[0]).toEqual({ one: -0.25, positive: -1 });
  expect(answer.usage?.completion_tokens).toBe(3);
  const stream = await client.completions.create({
    model: 'tiny',
    prompt: 'repeat: one two three',
    stop: 'three',
    stream: true,
  });
  let text = '';
  for await (const { choices } of stream) text += choices[0]?.text ?? '';
  expect(text).toBe('one two');
});
