/** The speeds offered: milliseconds an event stays in sight. */
import { runCopy } from '../copy/run.ts';

const PACES = [
  [600, runCopy.speeds.slow],
  [150, runCopy.speeds.normal],
  [30, runCopy.speeds.fast],
  [0, runCopy.speeds.full],
] as const;

/** The speeds to choose from, the one in use always among them, slowest first. */
export function paceOptions(pace: number): { value: number; text: string }[] {
  const options: { value: number; text: string }[] = PACES.map(([value, text]) => ({ value, text }));
  if (options.every(({ value }) => value !== pace)) {
    options.push({ value: pace, text: runCopy.speeds.other(pace) });
  }
  return options.sort((a, b) => b.value - a.value);
}
