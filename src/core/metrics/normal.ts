/** Tail areas of the normal and of Student's t distribution, as far as intervals of few values need them. */

/** The 97.5th percentile of the normal distribution. */
export const Z95 = 1.959963984540054;

/**
 * P(Z <= z) of a standard normal Z, to 1.2e-7 of the smaller tail: the Chebyshev fit of erfc in Press et al.,
 * Numerical Recipes, 2nd ed., section 6.2.
 */
export function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const fit = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  const tail = (t * Math.exp(-x * x + fit)) / 2;
  return z > 0 ? 1 - tail : tail;
}

/**
 * P(|T| <= t) of Student's t with `df` degrees of freedom: the finite series of Abramowitz and Stegun, 26.7.3 and
 * 26.7.4.
 * @param t at least 0
 * @param df a whole number, at least 1
 */
function withinT(t: number, df: number): number {
  const angle = Math.atan(t / Math.sqrt(df));
  const cos2 = Math.cos(angle) ** 2;
  const odd = df % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = odd && df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < df - 1; k += 2) {
    term *= (cos2 * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t with P(|T| <= t) = 0.95, by bisection. @param df a whole number, at least 1 */
export function t95(df: number): number {
  let [low, high] = [1.9, 13];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (withinT(middle, df) < 0.95) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
