/** Walking the lists of a service: pages, and events in their order. */
import { dig } from '../../../llm/api/wire.ts';
import type { TuningEvent } from '../port.ts';
import { badReply } from './faults.ts';
import type { JsonClient } from './http.ts';
import { idOf, listOf } from './read.ts';

/** Nobody reads on in a list that never ends. */
const MOST_PAGES = 50;
const PAGE = 100;

/** A route through an id; `idOf` knows none that would lead out of it. */
export function route(base: string, id: string, ...rest: readonly string[]): string {
  return [base, encodeURIComponent(id), ...rest].join('/');
}

/** The items of a list. Throws LabError `backend-bad-reply` for anything else. */
export function itemsOf(host: string, body: unknown): readonly unknown[] {
  const items = listOf(body);
  if (items === null) throw badReply(host, 'not with a list');
  return items;
}

/** What to ask for the next page with; null where this one is the last. */
export function nextOf(body: unknown): string | null {
  if (dig(body, 'has_more') !== true) return null;
  return idOf(dig(body, 'last_id')) ?? idOf(dig(listOf(body)?.at(-1), 'id'));
}

/**
 * The items of a list in the order of the service, page after page, at most 5000.
 * @param enough asked after each page with all items so far
 */
export async function allItems(
  client: JsonClient,
  from: string,
  signal: AbortSignal,
  { query = {}, enough = () => false }: WalkOptions = {},
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = { ...query, limit: String(PAGE), ...(after === null ? {} : { after }) };
    const body: unknown = await client.get(from, signal, asked);
    items.push(...itemsOf(client.host, body));
    after = nextOf(body);
    if (after === null || enough(items)) break;
  }
  return items;
}

interface WalkOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly enough?: (items: readonly unknown[]) => boolean;
}

/**
 * What came after `seen`, oldest first. The format lists the newest first; a service that does not is found out by its
 * times.
 */
export function newEvents(listed: readonly TuningEvent[], seen: string | null): readonly TuningEvent[] {
  const events = oldestFirst(listed);
  return seen === null ? events : events.slice(events.findIndex(({ id }) => id === seen) + 1);
}

/** A list of events in the order of time. */
export function oldestFirst(listed: readonly TuningEvent[]): readonly TuningEvent[] {
  return isOldestFirst(listed) ? listed : listed.toReversed();
}

/** Whether a list of events begins with its oldest. */
export function isOldestFirst(events: readonly TuningEvent[]): boolean {
  const [first, last] = [events[0]?.createdAt ?? 0, events.at(-1)?.createdAt ?? 0];
  return first < last;
}
