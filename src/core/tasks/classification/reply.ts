/** Reads a teacher's reply: as strict JSON first, then mended and marked so, else with a reason. */
import { jsonrepair } from 'jsonrepair';
import type { ParsedCandidate, ParsedReply } from '../port.ts';
import { withoutThoughts } from './answer.ts';

type LabelOf = (text: string) => string | null;

/** Longer replies are not mended: far above any token limit, and mending recurses and rescans. */
const MOST_CHARACTERS_TO_MEND = 300_000;

/**
 * Makes the reader of replies. Strict forms: `{"examples":[{text,label},...]}`, a bare list, one object.
 * @param labelOf the task's label a text is but for case and punctuation, or null
 */
export function replyReader(labelOf: LabelOf): (raw: string) => ParsedReply {
  return (raw) => {
    const strict = parsed(raw);
    if (strict !== undefined) return judge(strict.value, false, labelOf);
    if (raw.trim() === '') return refuse('The reply is empty.');
    if (raw.length > MOST_CHARACTERS_TO_MEND) return refuse('The reply is not JSON and too long to mend.');
    for (const value of mendings(withoutThoughts(raw))) {
      const reply = judge(value, true, labelOf);
      // Mending turns almost any prose with a bracket in it into data; only one with a text is a reply.
      if (reply.ok && reply.candidates.some(({ text }) => text !== '')) return reply;
    }
    return refuse('The reply is not JSON, and no example could be mended out of it.');
  };
}

function refuse(reason: string): ParsedReply {
  return { ok: false, reason };
}

function judge(value: unknown, repaired: boolean, labelOf: LabelOf): ParsedReply {
  const items = exampleList(value);
  if (items === null) return refuse('The reply is JSON, but holds no list of examples.');
  if (items.length === 0) return refuse('The list of examples in the reply is empty.');
  return { ok: true, candidates: items.map((item) => candidate(item, labelOf)), repaired };
}

function exampleList(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isRecord(value)) return null;
  const examples = value['examples'];
  if (Array.isArray(examples)) return examples as readonly unknown[];
  return 'text' in value ? [value] : null;
}

/** An item without a string text is reported with an empty one: the filters reject it in sight. */
function candidate(item: unknown, labelOf: LabelOf): ParsedCandidate {
  const { text, label } = isRecord(item) ? item : {};
  return {
    text: typeof text === 'string' ? text.trim() : '',
    label: typeof label === 'string' ? (labelOf(label) ?? label.trim()) : null,
  };
}

/** What the reply may have meant, the least mended first. */
function* mendings(text: string): Generator {
  const fenced = /```[a-z]*\s*([\s\S]*?)(?:```|$)/iu.exec(text)?.[1];
  for (const part of fenced === undefined ? [text] : [fenced, text]) {
    const start = jsonStart(part);
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
function jsonStart(text: string): number {
  const likely = text.search(/\{\s*["']?(?:examples|text|label)\b|\[\s*\{/iu);
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
