/** A service of which only some answers are known: bodies by hand for routes, and what was sent to them. */
import type { TuningProvider } from '../../src/core/config/schema.ts';
import type { TuningHost } from '../../src/core/trainers/fine-tuning/port.ts';
import { tuningHost } from '../../src/core/trainers/fine-tuning/hosts/registry.ts';
import { jsonOrText } from './http.ts';
import { netWith } from './tuning-orders.ts';

export interface Recorded {
  readonly line: string;
  readonly headers: Headers;
  /** Parsed JSON; of a form its members, files as `name: text`. */
  readonly body: unknown;
}

export interface RecordedService {
  readonly host: TuningHost;
  /** All requests so far. */
  readonly sent: Recorded[];
  /** What is answered from now on: `GET /v1/models` by body; a function is asked each time. */
  readonly answers: Map<string, unknown>;
}

/** @param answers whatever is not among them is a 404 */
export function recordedService(
  provider: TuningProvider,
  answers: Readonly<Record<string, unknown>>,
  baseUrl = 'https://api.example.org/v1',
): RecordedService {
  const known = new Map(Object.entries(answers));
  const sent: Recorded[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const route = `${init.method ?? 'GET'} ${pathname}`;
    sent.push({
      line: route + decodeURIComponent(search),
      headers: new Headers(init.headers),
      body: init.body instanceof FormData ? await membersOf(init.body) : jsonOrText(textOf(init.body)),
    });
    const answer = known.get(route);
    const said = typeof answer === 'function' ? (answer as () => unknown)() : answer;
    if (said instanceof Response) return said;
    if (said === undefined) return Response.json({ error: { message: 'Not found.' } }, { status: 404 });
    return Response.json(said);
  };
  const host = tuningHost({ baseUrl, provider, timeoutSeconds: 5 }, netWith(undefined, { fetch }));
  return { host, sent, answers: known };
}

function textOf(body: RequestInit['body']): string {
  return typeof body === 'string' ? body : '';
}

async function membersOf(form: FormData): Promise<unknown> {
  const members = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : `${value.name}: ${await value.text()}`,
  ]);
  return Object.fromEntries(await Promise.all(members)) as unknown;
}
