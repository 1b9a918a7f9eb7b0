/** Replies a mock teacher "writes": made of the request alone, so the same request brings the same ones. */
import { randomStream } from '../../src/core/random.ts';

/** A member each of what the request's schema asks for: `text` and `label`, or a task's own. */
export type MockExample = Readonly<Record<string, unknown>>;

type Body = Readonly<Record<string, unknown>>;

/** What a reply is to hold, by the schema in the request; where there is none, examples of `text` and `label`. */
interface ReplyForm {
  /** A list of `examples`, or one object: the answer to a check. */
  readonly many: boolean;
  /** What each member may be; null: anything. */
  readonly members: ReadonlyMap<string, readonly string[] | null>;
}

const FILLERS = (
  'amber basket cedar dusty evening ferry garden harbour island journey kettle lantern meadow northern orchard ' +
  'pebble quiet river saddle timber upland valley winter yellow anchor bridge copper distant early forest'
).split(' ');

/** The form that the request's `response_format` asks for. */
function formOf(body: Body): ReplyForm {
  const schema = dig(body, 'response_format', 'json_schema', 'schema');
  const item = dig(schema, 'properties', 'examples', 'items');
  const members = dig(item ?? schema, 'properties');
  if (typeof members !== 'object' || members === null) {
    return {
      many: true,
      members: new Map([
        ['text', null],
        ['label', null],
      ]),
    };
  }
  const allowed = (member: unknown): readonly string[] | null => {
    const values = dig(member, 'enum');
    return Array.isArray(values) ? values.map(String) : null;
  };
  return {
    many: item !== undefined,
    members: new Map(Object.entries(members).map(([name, member]) => [name, allowed(member)])),
  };
}

/**
 * Examples for a chat request's body. The first member is put into other words: half of them come from the example in
 * the prompt (a line of JSON with the same members), half are fillers, so that they stay near it and differ from each
 * other; words in angle brackets stay. The other members are those of the example.
 */
export function inventExamples(body: Body): MockExample[] {
  const { members } = formOf(body);
  const prompt = lastMessage(body);
  const [first = 'text', ...others] = members.keys();
  const given = givenIn(prompt, [first, ...others]) ?? {};
  const count = Number(/(\d+) (?:new \w+|versions?)/u.exec(prompt)?.[1] ?? 1);
  const seed = Number(body['seed'] ?? 0);
  const words = textOf(given[first] ?? prompt)
    .split(/\s+/u)
    .filter(Boolean);
  const fixed = words.filter((word) => /<[A-Z]+>/u.test(word));
  return Array.from({ length: count }, (_, i) => {
    const random = randomStream(seed, 'mock-examples', prompt, i);
    const own = random.shuffle(words).slice(0, 6);
    const all = random.shuffle([...own, ...random.shuffle(FILLERS).slice(0, 6)]);
    const missing = fixed.filter((word) => !all.includes(word));
    const kept = others.map((name) => [name, given[name] ?? members.get(name)?.[0] ?? 'unknown']);
    return { [first]: [...all, ...missing].join(' '), ...(Object.fromEntries(kept) as MockExample) };
  });
}

/** The text whose label is asked for (the last message's only line of JSON is a text); null where new examples are. */
export function checkedText(body: Body): string | null {
  const line = /^The \w+:\n(".*")$/u.exec(lastMessage(body))?.[1];
  return line === undefined ? null : (JSON.parse(line) as string);
}

/**
 * The answer to a check: what the text was written with where that is known, else the first value allowed, else
 * words, with a number after `####` where the prompt speaks of one.
 */
export function inventCheck(body: Body, written: MockExample | undefined): MockExample {
  const number = JSON.stringify(body['messages'] ?? '').includes('####') ? '\n#### 12' : '';
  return Object.fromEntries(
    [...formOf(body).members].map(([name, allowed]) => [
      name,
      written?.[name] ?? allowed?.[0] ?? `Said without looking.${number}`,
    ]),
  );
}

/** The content of the last message: the question itself, after any demonstrations. */
export function lastMessage(body: Body): string {
  const messages = Array.isArray(body['messages']) ? (body['messages'] as readonly unknown[]) : [];
  return textOf(dig(messages.at(-1), 'content'));
}

function givenIn(prompt: string, members: readonly string[]): MockExample | null {
  for (const line of prompt.split('\n')) {
    try {
      const value = JSON.parse(line) as unknown;
      if (members.every((name) => dig(value, name) !== undefined)) return value as MockExample;
    } catch {
      // Not the line with the example.
    }
  }
  return null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
