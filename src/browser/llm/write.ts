/** A reply written token by token through WebLLM's public API. */
import type { WriteRequest, Written } from '../../core/llm/port.ts';
import type { Engine } from './engine.ts';
import { aborted } from './errors.ts';
import { writeRequest } from './requests.ts';

/** The page is told this often: more would cost more than the tokens. */
const TELL_EVERY_MS = 100;

/**
 * Rejects with AbortError when the engine was interrupted. WebLLM resolves an interrupted reply as if it had
 * ended, with the finish reason "abort".
 */
export async function writeReply(
  engine: Pick<Engine, 'chat'>,
  request: WriteRequest,
  skipThoughts: boolean,
  signal: AbortSignal,
  onText: (soFar: string) => void = () => undefined,
): Promise<Written> {
  const chunks = await engine.chat.completions.create(writeRequest(request, skipThoughts));
  let text = '';
  let finish: string | null = null;
  let usage: Written['usage'] = null;
  let told = 0;
  for await (const chunk of chunks) {
    const [choice] = chunk.choices;
    text += choice?.delta.content ?? '';
    finish = choice?.finish_reason ?? finish;
    if (chunk.usage) usage = { prompt: chunk.usage.prompt_tokens, completion: chunk.usage.completion_tokens };
    const now = performance.now();
    if (now - told >= TELL_EVERY_MS) {
      told = now;
      onText(text);
    }
  }
  if (finish === 'abort' || signal.aborted) throw aborted();
  onText(text);
  return { text, usage, finish: finish === 'length' ? 'length' : finish === null ? null : 'stop' };
}
