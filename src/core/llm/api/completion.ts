/** Reads a chat completion from a response: one JSON body or an event stream, whichever the server sent. */
import { createParser } from 'eventsource-parser';
import { LabError } from '../../errors.ts';
import type { Written } from '../port.ts';
import type { ApiContext, Fault } from './faults.ts';
import { badReply, brokenOff, codeOf, embeddedFault, refusalRemedy } from './faults.ts';
import { replyWithoutKey } from './redact.ts';
import { contentText, countOrNull, dig, json } from './wire.ts';

/** A reply without end would fill the memory; no token limit in the configuration allows this much. */
const MOST_CHARACTERS = 2_000_000;

export type Completion =
  { readonly ok: true; readonly reply: Written } | { readonly ok: false; readonly fault: Fault };

/** What has arrived of a completion. */
interface Parts {
  content: string;
  refusal: string;
  finish: string | null;
  usage: unknown;
  /** Whether anything had the form of a completion. */
  seen: boolean;
}

/**
 * Reads the body to its end. Rejects as the body does (abort, broken connection).
 * @param touch called whenever something arrives
 */
export async function readCompletion(
  response: Response,
  about: ApiContext,
  touch: () => void,
): Promise<Completion> {
  const parts: Parts = { content: '', refusal: '', finish: null, usage: undefined, seen: false };
  const isStream = (response.headers.get('content-type') ?? '').includes('text/event-stream');
  const stopped = isStream
    ? await readEvents(response, about, parts, touch)
    : await readWhole(response, about, parts, touch);
  return stopped ? { ok: false, fault: stopped } : finished(parts, about);
}

async function readWhole(
  response: Response,
  about: ApiContext,
  parts: Parts,
  touch: () => void,
): Promise<Fault | null> {
  const text = await readText(response, touch);
  const data = json(text);
  if (data === undefined) return final(badReply('not with JSON', text, about));
  if (isError(data)) return embeddedFault(dig(data, 'error'), about);
  add(parts, data, 'message');
  return parts.seen ? null : final(badReply('not with a chat completion', text, about));
}

async function readEvents(
  response: Response,
  about: ApiContext,
  parts: Parts,
  touch: () => void,
): Promise<Fault | null> {
  const ended: { fault: Fault | null; done: boolean } = { fault: null, done: false };
  const parser = createParser({
    onEvent({ data }) {
      if (ended.fault !== null || ended.done) return;
      if (data.trim() === '[DONE]') ended.done = true;
      else ended.fault = readEvent(data, about, parts);
    },
  });
  let length = 0;
  for await (const piece of pieces(response)) {
    touch();
    length += piece.length;
    parser.feed(piece);
    if (ended.fault !== null || ended.done) break;
    if (length > MOST_CHARACTERS) return final(endless(about));
  }
  // A last event without the blank line that ends it still counts.
  parser.feed('\n\n');
  if (ended.fault) return ended.fault;
  if (!ended.done && parts.finish === null) return { error: brokenOff(about), retry: true };
  return parts.seen ? null : final(badReply('its stream holds no chat completion', '', about));
}

function readEvent(data: string, about: ApiContext, parts: Parts): Fault | null {
  const chunk = json(data);
  if (chunk === undefined) return final(badReply('its stream holds something that is no JSON', data, about));
  if (isError(chunk)) return embeddedFault(dig(chunk, 'error'), about);
  add(parts, chunk, 'delta');
  return null;
}

/** The body as text. Rejects as the body does. */
export async function readText(response: Response, touch: () => void = () => undefined): Promise<string> {
  let text = '';
  for await (const piece of pieces(response)) {
    touch();
    text += piece;
    if (text.length > MOST_CHARACTERS) break;
  }
  return text;
}

/** The body piece by piece; characters split between pieces arrive whole. */
export async function* pieces(response: Response): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    // Breaking off frees the connection; after the end, or an error, this does nothing.
    await reader.cancel().catch(() => undefined);
  }
}

function add(parts: Parts, data: unknown, member: 'message' | 'delta'): void {
  const choice = dig(data, 'choices', 0);
  const finish = dig(choice, 'finish_reason');
  if (typeof choice === 'object' && choice !== null) parts.seen = true;
  parts.content += contentText(dig(choice, member, 'content'));
  parts.refusal += contentText(dig(choice, member, 'refusal'));
  if (typeof finish === 'string') parts.finish = finish;
  parts.usage = dig(data, 'usage') ?? parts.usage;
}

/** A reply without any text is one: what that means is for the caller to say. */
function finished({ content, refusal, finish, usage }: Parts, about: ApiContext): Completion {
  const { role, model, host } = about;
  if (finish === 'error') return { ok: false, fault: { error: brokenOff(about), retry: true } };
  if (finish === 'content_filter' || (content.trim() === '' && refusal !== '')) {
    const what = finish === 'content_filter' ? `${host} filtered the reply.` : `${model} refused to answer.`;
    return { ok: false, fault: final(new LabError(codeOf(role, 'refused'), what, refusalRemedy(role))) };
  }
  return {
    ok: true,
    reply: {
      text: replyWithoutKey(content, about.key),
      usage:
        typeof usage === 'object' && usage !== null
          ? {
              prompt: countOrNull(dig(usage, 'prompt_tokens')),
              completion: countOrNull(dig(usage, 'completion_tokens')),
            }
          : null,
      finish: finish === 'length' ? 'length' : finish === null ? null : 'stop',
    },
  };
}

function isError(data: unknown): boolean {
  const error = dig(data, 'error');
  return error !== undefined && error !== null;
}

function final(error: LabError): Fault {
  return { error, retry: false };
}

function endless({ role, model }: ApiContext): LabError {
  return new LabError(codeOf(role, 'endless'), `The reply of ${model} did not end.`, 'Choose another model.');
}
