/** Two optimisers for the head: L-BFGS to convergence on all rows, Adam by minibatches. */
import type { Random } from '../random.ts';

/** Value at `parameters`; writes the gradient. */
export type Objective = (parameters: Float64Array, gradient: Float64Array) => number;

export interface Optimum {
  readonly parameters: Float64Array;
  readonly loss: number;
  readonly steps: number;
}

const MEMORY = 10;
const MAX_STEPS = 500;
/** Largest gradient component at which the fit counts as converged. */
const TOLERANCE = 1e-6;
const ARMIJO = 1e-4;

/**
 * Limited-memory BFGS with backtracking (Nocedal and Wright 2006, algorithm 7.5). The objective is
 * convex, so the optimum does not depend on where it starts; no randomness is involved.
 */
export function lbfgs(objective: Objective, start: Float64Array): Optimum {
  const size = start.length;
  let x = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(size);
  let loss = objective(x, gradient);
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let steps = 0;
  while (steps < MAX_STEPS && maxAbs(gradient) > TOLERANCE) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    // A step that is no descent can only come from rounding: forget the curvature and go on.
    if (slope >= 0) {
      if (history.length === 0) break;
      history.length = 0;
      continue;
    }
    const next = search(objective, x, loss, direction, slope, history.length === 0);
    if (!next) {
      if (history.length === 0) break;
      history.length = 0;
      continue;
    }
    const s = difference(next.x, x);
    const y = difference(next.gradient, gradient);
    const sy = dot(s, y);
    if (sy > 1e-12) {
      history.push({ s, y, rho: 1 / sy });
      if (history.length > MEMORY) history.shift();
    }
    ({ x, gradient, loss } = next);
    steps += 1;
  }
  return { parameters: x, loss, steps };
}

function descent(
  gradient: Float64Array,
  history: { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = Float64Array.from(gradient);
  const alphas: number[] = [];
  for (const { s, y, rho } of [...history].reverse()) {
    const alpha = rho * dot(s, q);
    alphas.push(alpha);
    addScaled(q, y, -alpha);
  }
  const last = history[history.length - 1];
  if (last) scale(q, 1 / (last.rho * dot(last.y, last.y)));
  for (const { s, y, rho } of history) {
    const beta = rho * dot(y, q);
    addScaled(q, s, (alphas.pop() as number) - beta);
  }
  scale(q, -1);
  return q;
}

function search(
  objective: Objective,
  x: Float64Array,
  loss: number,
  direction: Float64Array,
  slope: number,
  first: boolean,
): { x: Float64Array<ArrayBuffer>; gradient: Float64Array; loss: number } | null {
  let step = first ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
  for (let tries = 0; tries < 40; tries++) {
    const next = Float64Array.from(x);
    addScaled(next, direction, step);
    const gradient = new Float64Array(x.length);
    const value = objective(next, gradient);
    if (value <= loss + ARMIJO * step * slope) return { x: next, gradient, loss: value };
    step /= 2;
  }
  return null;
}

export interface AdamOptions {
  readonly rows: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly random: Random;
}

/**
 * Adam (Kingma and Ba 2015, default betas) over shuffled minibatches:
 * epochs * ceil(rows / batchSize) steps, so that more rows mean more steps.
 */
export function adam(
  objective: (rows: readonly number[], parameters: Float64Array, gradient: Float64Array) => number,
  start: Float64Array,
  options: AdamOptions,
): Optimum {
  const x = Float64Array.from(start);
  const size = x.length;
  const gradient = new Float64Array(size);
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const all = Array.from({ length: options.rows }, (_, i) => i);
  let steps = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const order = options.random.shuffle(all);
    for (let at = 0; at < order.length; at += options.batchSize) {
      objective(order.slice(at, at + options.batchSize), x, gradient);
      steps += 1;
      const rate = (options.learningRate * Math.sqrt(1 - 0.999 ** steps)) / (1 - 0.9 ** steps);
      for (let i = 0; i < size; i++) {
        const g = gradient[i] as number;
        m[i] = 0.9 * (m[i] as number) + 0.1 * g;
        v[i] = 0.999 * (v[i] as number) + 0.001 * g * g;
        x[i] = (x[i] as number) - (rate * (m[i] as number)) / (Math.sqrt(v[i] as number) + 1e-8);
      }
    }
  }
  return { parameters: x, loss: objective(all, x, gradient), steps };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function maxAbs(a: Float64Array): number {
  let max = 0;
  for (const value of a) max = Math.max(max, Math.abs(value));
  return max;
}

function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) + factor * (b[i] as number);
}

function scale(a: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) * factor;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  return out;
}
