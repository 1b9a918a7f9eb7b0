/** What the sections of a report share: columns, places, titles. */
import { armWords } from '../../loop/arm-words.ts';
import type { Block, Column, TableBlock } from '../blocks.ts';
import type { TermId } from '../glossary.ts';
import type { Group, Place, Report } from '../model.ts';
import { sizeWords } from '../words.ts';

/** The column that heads the rows. */
export function heads(head: string, term?: TermId): Column {
  return { head, align: 'start', ...(term && { term }) };
}

/** A column of figures. */
export function figures(head: string, term?: TermId): Column {
  return { head, align: 'end', ...(term && { term }) };
}

export function heading(id: string, text: string): Block {
  return { kind: 'heading', id, text };
}

export function plain(text: string): Block {
  return { kind: 'text', text, tone: 'plain' };
}

export function soft(text: string): Block {
  return { kind: 'text', text, tone: 'soft' };
}

export function warning(text: string): Block {
  return { kind: 'text', text, tone: 'warning' };
}

export function list(items: readonly string[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

/** The table, or nothing where it would have no rows. */
export function table(block: Omit<TableBlock, 'kind'>): Block[] {
  return block.rows.length === 0 ? [] : [{ kind: 'table', ...block }];
}

export function titleOf(arm: string): string {
  return armWords(arm).title;
}

/** What tells this place from the others of the report; empty where there is one alone. */
export function placeWords({ spec, groups, teachers }: Report, { size, teacher }: Place): string {
  const several = (of: (place: Place) => unknown): boolean => new Set(groups.map(of)).size > 1;
  const parts = [
    ...(several((place) => place.size) ? [sizeWords(spec, size)] : []),
    ...(several((place) => place.teacher) ? [teachers[teacher] ?? `teacher ${teacher + 1}`] : []),
  ];
  return parts.join(', ');
}

/** A caption with the place behind it, where there are several. */
export function captionAt(report: Report, caption: string, place: Place): string {
  const where = placeWords(report, place);
  return where === '' ? caption : `${caption}: ${where}`;
}

/** The blocks of every place that has arms with a finished run, each with an id part of its own. */
export function eachPlace(report: Report, blocks: (group: Group, suffix: string) => Block[]): Block[] {
  const { groups } = report;
  return groups.flatMap((group, index) => blocks(group, groups.length > 1 ? `-${index + 1}` : ''));
}
