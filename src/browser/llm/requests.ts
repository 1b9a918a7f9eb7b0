/** Requests to WebLLM's public API. */
import type {
  ChatCompletionMessageParam,
  ChatCompletionRequestNonStreaming,
  ChatCompletionRequestStreaming,
} from '@mlc-ai/web-llm';
import type { WriteRequest } from '../../core/llm/port.ts';
import type { ChatMessage } from '../../core/tasks/port.ts';

/** Room for a label written token by token. */
const LABEL_TOKENS = 64;

/** One token after a prompt, prefilled whole. Temperature 1 and top_p 1 leave the distribution as it is. */
export function plainRequest(
  messages: readonly ChatMessage[],
  skipThoughts: boolean,
): ChatCompletionRequestNonStreaming {
  return { ...common(messages, skipThoughts), max_tokens: 1, temperature: 1, top_p: 1 };
}

/** A label and nothing else, the likeliest token at every step. */
export function labelRequest(
  messages: readonly ChatMessage[],
  labels: readonly string[],
  skipThoughts: boolean,
): ChatCompletionRequestNonStreaming {
  return {
    ...common(messages, skipThoughts),
    max_tokens: LABEL_TOKENS,
    temperature: 0,
    response_format: { type: 'grammar', grammar: labelGrammar(labels) },
  };
}

/** A reply, streamed, with its usage. */
export function writeRequest(request: WriteRequest, skipThoughts: boolean): ChatCompletionRequestStreaming {
  const { messages, maxTokens, temperature, randomSeed, jsonSchema, stop } = request;
  return {
    ...common(messages, skipThoughts),
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: maxTokens,
    temperature,
    top_p: 1,
    seed: randomSeed,
    ...(stop && stop.length > 0 ? { stop: [...stop] } : {}),
    ...(jsonSchema === undefined ? {} : { response_format: { type: 'json_object', schema: jsonSchema } }),
  };
}

/** Every label as one alternative (xgrammar's EBNF, whose strings are escaped as in JSON). */
function labelGrammar(labels: readonly string[]): string {
  return `root ::= ${labels.map((label) => JSON.stringify(label)).join(' | ')}`;
}

/** @param skipThoughts only for models that think first: WebLLM writes the empty block for any model */
function common(messages: readonly ChatMessage[], skipThoughts: boolean) {
  return {
    messages: messages.map(({ role, content }): ChatCompletionMessageParam => ({ role, content })),
    ...(skipThoughts ? { extra_body: { enable_thinking: false } } : {}),
  };
}
