/** Reads what a second look at a text's label came to. */
import type { LabelReader } from './answer.ts';
import { withoutThoughts } from './answer.ts';

/**
 * Makes the reader of checks: `{"label":"..."}`, with or without words around it, or the label alone.
 * Never throws; null where no label can be read, or more than one.
 */
export function checkReader(labelIn: LabelReader['anywhere']): (raw: string) => string | null {
  return (raw) => {
    const said = labelMember(withoutThoughts(raw));
    return labelIn(said ?? raw);
  };
}

/** The text of the first JSON object's `label`; undefined where there is no such thing. */
function labelMember(text: string): string | undefined {
  const object = /\{[^{}]*\}/u.exec(text)?.[0];
  if (object === undefined) return undefined;
  try {
    const { label } = JSON.parse(object) as { readonly label?: unknown };
    return typeof label === 'string' ? label : undefined;
  } catch {
    return undefined;
  }
}
