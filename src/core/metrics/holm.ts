/** Several tests at once: p-values held to what all of them together may get wrong. */

/**
 * Holm's step-down adjustment (Holm 1979, Scandinavian Journal of Statistics 6:65): sorted, the smallest of m
 * p-values times m, the next times m - 1, and so on, never below the one before and at most 1.
 * @returns adjusted p-values in the order of `p`
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const adjusted = p.map(() => 1);
  let floor = 0;
  order.forEach(({ value, index }, rank) => {
    floor = Math.max(floor, Math.min(1, value * (p.length - rank)));
    adjusted[index] = floor;
  });
  return adjusted;
}
