/** Figures as people read them in a report: percent with a unit, differences with a sign, p-values. */
import type { Estimate } from './model.ts';

/** A figure and its unit stay on one line. */
const SPACE = '\u00a0';
const MINUS = '−';
/** What stands where there is no figure. */
export const NONE = '–';

/** 0.666 as "66.6 %". */
export function percent(share: number): string {
  return `${fixed(100 * share, 1)}${SPACE}%`;
}

/** A difference of shares in percentage points, 0.024 as "+2.4". */
export function points(difference: number): string {
  return signed(fixed(100 * difference, 1));
}

/** A mean of counts: whole where it is whole, else with one decimal; thousands apart. */
export function amount(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  const text = Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1);
  return text.replace(/\B(?=(\d{3})+(?!\d))/gu, ',').replace('-', MINUS);
}

/** 0.031 as "0.031", 0.03 as "0.03", 0.0004 as "< 0.001"; never rounded up to a level it is below. */
export function pValue(p: number): string {
  if (p < 0.001) return `<${SPACE}0.001`;
  if (p < 0.05 && p >= 0.0495) return `<${SPACE}0.05`;
  return p < 0.0995 ? p.toFixed(3).replace(/0$/u, '') : p.toFixed(2);
}

/** p in a sentence: "p = 0.03", "p < 0.001". */
export function pPhrase(p: number): string {
  const text = pValue(p);
  return text.startsWith('<') ? `p${SPACE}${text}` : `p${SPACE}=${SPACE}${text}`;
}

/** "3 of 40 (7.5 %)". */
export function ratio(count: number, of: number): string {
  return of === 0 ? NONE : `${amount(count)} of ${amount(of)} (${percent(count / of)})`;
}

/** "64.0 to 69.2"; a dash where there is none. @param format writes an end without its unit */
export function interval(bounds: Estimate['interval'], format: (share: number) => string = bare): string {
  return bounds ? `${format(bounds[0])} to ${format(bounds[1])}` : NONE;
}

/** "1 draw", "20 draws". */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${amount(n)}${SPACE}${n === 1 ? one : many}`;
}

/** 0.666 as "66.6". */
export function bare(share: number): string {
  return fixed(100 * share, 1);
}

function signed(text: string): string {
  return text === '0.0' || text.startsWith(MINUS) ? text : `+${text}`;
}

function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}
