/** How free answers of a person's own file are compared: as numbers or as texts. */
import type { Dataset } from '../../core/datasets/port.ts';

const NUMBER = /^\s*[-+\u2212]?[\p{Sc}]?\s*[-+\u2212]?\d[\d.,/ ]*%?\s*$/u;

/** How a task of the person's own on free answers is answered: with numbers where every label holds one at its end. */
export function answerFormat({ seeds }: Pick<Dataset, 'seeds'>): 'number' | 'text' {
  const isNumber = (label: string): boolean => NUMBER.test(label.split('####').at(-1) ?? label);
  return seeds.every(({ label }) => isNumber(label)) ? 'number' : 'text';
}
