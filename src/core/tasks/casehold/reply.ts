/** Reads the cases a teacher wrote. */
import { formReader, textOf } from '../classification/reply.ts';
import type { ParsedCandidate, ParsedReply } from '../port.ts';
import { HOLDING, LETTERS, parseCase, renderCase } from './case.ts';

/**
 * Makes the reader of replies. Takes {context, holdings, answer}, whose choices it shuffles by the case's own words,
 * and {text, label} with the choices in the text. A case that cannot be put to a student (no place for the holding,
 * not five different ones, none named as right) keeps its context and has no label.
 * @param labelOf the letter a text is, or null
 */
export function caseReader(labelOf: (text: string) => string | null): (raw: string) => ParsedReply {
  return formReader({
    members: ['context', 'holdings', 'answer', 'text', 'label'],
    known: ['context', 'text'],
    candidate: ({ context, holdings, answer, text, label }) =>
      context === undefined
        ? renderedCase(textOf(text), label, labelOf)
        : newCase(textOf(context), holdings, answer),
  });
}

function renderedCase(
  text: string,
  label: unknown,
  labelOf: (text: string) => string | null,
): ParsedCandidate {
  if (typeof label !== 'string' || parseCase(text) === null) return { text, label: null };
  return { text, label: labelOf(label) ?? label.trim() };
}

function newCase(context: string, holdings: unknown, answer: unknown): ParsedCandidate {
  const all: readonly unknown[] = Array.isArray(holdings) ? holdings : [];
  const texts = all.map(textOf).filter((holding) => holding !== '');
  const right = typeof answer === 'string' && /^[0-4]$/u.test(answer) ? Number(answer) : answer;
  const isWhole =
    context.includes(HOLDING) &&
    all.length === LETTERS.length &&
    new Set(texts).size === LETTERS.length &&
    typeof right === 'number' &&
    texts[right] !== undefined;
  if (!isWhole) return { text: context, label: null };
  return renderCase({ context, holdings: texts, right }, [context, ...texts].join('\n'));
}
