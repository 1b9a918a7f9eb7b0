/** Following a stream of server-sent events of a service for as long as it lasts. */
import { createParser } from 'eventsource-parser';
import { endpoint } from '../../../llm/api/address.ts';
import { PRIVATELY } from '../../../llm/api/call.ts';
import type { NetServices } from '../../../llm/api/chat-client.ts';
import { pieces } from '../../../llm/api/completion.ts';
import { replyWithoutKey } from '../../../llm/api/redact.ts';
import { usableKey } from '../../../llm/api/request.ts';
import { json } from '../../../llm/api/wire.ts';
import type { HostSettings } from './http.ts';

/**
 * Tells the data of every event, parsed, and resolves when the stream ends, however it does: whoever follows one asks
 * the service in another way how things stand.
 */
export type FollowStream = (
  route: string,
  tell: (data: unknown) => void,
  signal: AbortSignal,
) => Promise<void>;

/** Streams of one service, with no limit of time: a training may be silent for long. */
export function eventStream({ baseUrl }: Pick<HostSettings, 'baseUrl'>, services: NetServices): FollowStream {
  const { fetch } = services;
  return async (route, tell, signal) => {
    try {
      const key = usableKey('student', services.keyFor(baseUrl));
      const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
      const response = await fetch(endpoint(baseUrl, route), { ...PRIVATELY, headers, signal });
      const parser = createParser({ onEvent: ({ data }) => tell(json(replyWithoutKey(data, key))) });
      for await (const piece of pieces(response)) parser.feed(piece);
    } catch {
      // Told by the next request that is waited for.
    }
  };
}
