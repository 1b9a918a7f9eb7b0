/** Reads a teacher's reply: as strict JSON first, then mended and marked so, else with a reason. */
import { jsonrepair } from 'jsonrepair';
import type { ParsedCandidate, ParsedReply } from '../port.ts';
import { withoutThoughts } from './answer.ts';

type Item = Readonly<Record<string, unknown>>;

/** What one example looks like in a reply. */
export interface ReplyForm {
  /** Members an example can begin with: they find it in the middle of prose. */
  readonly members: readonly string[];
  /** Members of which an example that stands alone has one. */
  readonly known: readonly string[];
  /** Reads an item of the list; what is no object comes as an empty one. Never throws. */
  readonly candidate: (item: Item) => ParsedCandidate;
}

/** Longer replies are not mended: far above any token limit, and mending recurses and rescans. */
const MOST_CHARACTERS_TO_MEND = 300_000;

/**
 * Makes the reader of replies. Strict forms: `{"examples":[{text,label},...]}`, a bare list, one object.
 * @param labelOf the task's label a text is but for case and punctuation, or null
 */
export function replyReader(labelOf: (text: string) => string | null): (raw: string) => ParsedReply {
  return formReader({
    members: ['text', 'label'],
    known: ['text'],
    candidate: ({ text, label }) => ({
      text: textOf(text),
      label: typeof label === 'string' ? (labelOf(label) ?? label.trim()) : null,
    }),
  });
}

/** The same for examples of another form: `{"examples":[...]}`, a bare list, one object. Never throws. */
export function formReader(form: ReplyForm): (raw: string) => ParsedReply {
  return (raw) => {
    const strict = parsed(raw);
    if (strict !== undefined) return judge(strict.value, false, form);
    if (raw.trim() === '') return refuse('The reply is empty.');
    if (raw.length > MOST_CHARACTERS_TO_MEND) return refuse('The reply is not JSON and too long to mend.');
    for (const value of mendings(withoutThoughts(raw), form)) {
      const reply = judge(value, true, form);
      // Mending turns almost any prose with a bracket in it into data; only one with a text is a reply.
      if (reply.ok && reply.candidates.some(({ text }) => text !== '')) return reply;
    }
    return refuse('The reply is not JSON, and no example could be mended out of it.');
  };
}

function refuse(reason: string): ParsedReply {
  return { ok: false, reason };
}

function judge(value: unknown, repaired: boolean, form: ReplyForm): ParsedReply {
  const items = exampleList(value, form);
  if (items === null) return refuse('The reply is JSON, but holds no list of examples.');
  if (items.length === 0) return refuse('The list of examples in the reply is empty.');
  return {
    ok: true,
    candidates: items.map((item) => form.candidate(isRecord(item) ? item : {})),
    repaired,
  };
}

function exampleList(value: unknown, { known }: ReplyForm): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isRecord(value)) return null;
  const examples = value['examples'];
  if (Array.isArray(examples)) return examples as readonly unknown[];
  return known.some((member) => member in value) ? [value] : null;
}

/** A text as it is but for the space around it; empty for what is none: the filters reject that in sight. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** What the reply may have meant, the least mended first. */
function* mendings(text: string, form: ReplyForm): Generator {
  const fenced = /```[a-z]*\s*([\s\S]*?)(?:```|$)/iu.exec(text)?.[1];
  for (const part of fenced === undefined ? [text] : [fenced, text]) {
    const start = jsonStart(part, form);
    if (start === -1) continue;
    const open = part.slice(start);
    const end = Math.max(open.lastIndexOf('}'), open.lastIndexOf(']'));
    const closed = open.slice(0, end + 1);
    // `closed` leaves out prose after the JSON; `open` keeps an example that a token limit cut off.
    for (const value of [parsed(closed), repaired(open), repaired(closed)]) {
      if (value !== undefined) yield value.value;
    }
  }
}

/** Where the JSON begins: prose before it may hold brackets of its own. */
function jsonStart(text: string, { members }: ReplyForm): number {
  const known = ['examples', ...members].join('|');
  const likely = text.search(new RegExp(`\\{\\s*["']?(?:${known})\\b|\\[\\s*\\{`, 'iu'));
  return likely === -1 ? text.search(/[[{]/u) : likely;
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function repaired(text: string): { readonly value: unknown } | undefined {
  try {
    return parsed(jsonrepair(text));
  } catch {
    // Beyond mending, or nested so deep that the stack ran out.
    return undefined;
  }
}

function isRecord(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
