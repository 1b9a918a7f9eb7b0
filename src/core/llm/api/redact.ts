/** Keeps keys out of everything that is shown, logged or exported. */

const MARK = '[key]';
/** A provider may quote a part of a key; shorter parts are not worth a mark in every text. */
const SHORTEST_PART = 8;
/** Provider's words beyond this many characters are cut, in an error and before the search for parts. */
const MOST_CHARACTERS = 500;

/**
 * A reply without the key, in case a server quotes it; nothing else is touched. Stand-ins such as "none",
 * which local servers take for a key, are no secret and stay: a reply may well hold the word.
 */
export function replyWithoutKey(text: string, key: string | undefined): string {
  return key !== undefined && key.length < SHORTEST_PART ? text : withoutKey(text, key);
}

function withoutKey(text: string, key: string | undefined): string {
  if (!key) return text;
  return [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)].reduce(
    (clean, form) => clean.replaceAll(form, MARK),
    text,
  );
}

/** A provider's words for an error: no key, no part of it, nothing that looks like one; at most 500 characters. */
export function providerWords(text: string, key: string | undefined): string {
  const flat = withoutKey(text, key).replace(/\s+/gu, ' ').trim();
  const clean = withoutParts(flat.slice(0, 4 * MOST_CHARACTERS), key)
    .replace(/\bBearer\s+[^\s"',;]+/giu, `Bearer ${MARK}`)
    .replace(/\b(?:(?:sk|pk|gsk|xai|hf)[-_]|AIza)[^\s"',;]{4,}/gu, MARK);
  return clean.length > MOST_CHARACTERS ? `${clean.slice(0, MOST_CHARACTERS - 1)}…` : clean;
}

function withoutParts(text: string, key: string | undefined): string {
  if (!key || key.length < SHORTEST_PART) return text;
  let out = '';
  for (let at = 0; at < text.length;) {
    let length = 0;
    if (key.includes(text.slice(at, at + SHORTEST_PART)) && at + SHORTEST_PART <= text.length) {
      length = SHORTEST_PART;
      while (at + length < text.length && key.includes(text.slice(at, at + length + 1))) length++;
    }
    out += length > 0 ? MARK : text.charAt(at);
    at += Math.max(1, length);
  }
  return out;
}
