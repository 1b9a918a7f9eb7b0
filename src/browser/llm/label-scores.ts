/** Log-likelihoods of a closed set of labels after a prompt, labels of several tokens included. */
import { logSumExp } from './logits.ts';

/** The raw logits after these tokens. */
export type Forward = (tokens: readonly number[]) => Promise<Float32Array>;

/**
 * log P(label | prompt) for every label: the sum over its tokens, each given those before it. Labels that
 * begin alike share what they share, so single-token labels cost one forward pass for all. Where one label is
 * the beginning of another, every label is followed by the end of the turn: "good" must not be credited
 * with "good enough".
 * @param labels the tokens of each label
 * @param end the token that ends a reply; undefined where the model names none
 */
export async function labelLogLikelihoods(
  forward: Forward,
  prompt: readonly number[],
  labels: readonly (readonly number[])[],
  end: number | undefined,
): Promise<number[]> {
  const nested = labels.some((one, i) => labels.some((other, j) => i !== j && startsWith(other, one)));
  const ends = nested && end !== undefined ? [end] : [];
  const sequences = labels.map((label) => [...label, ...ends]);
  const totals = labels.map(() => 0);

  async function descend(depth: number, among: readonly number[]): Promise<void> {
    const open = among.filter((i) => (sequences[i]?.length ?? 0) > depth);
    if (open.length === 0) return;
    const before = sequences[open[0] ?? 0]?.slice(0, depth) ?? [];
    const logits = await forward([...prompt, ...before]);
    const all = logSumExp(logits);
    const byToken = new Map<number, number[]>();
    for (const i of open) {
      const token = sequences[i]?.[depth] ?? -1;
      totals[i] = (totals[i] ?? 0) + (logits[token] ?? -Infinity) - all;
      byToken.set(token, [...(byToken.get(token) ?? []), i]);
    }
    for (const group of byToken.values()) await descend(depth + 1, group);
  }

  await descend(
    0,
    labels.map((_, i) => i),
  );
  return totals;
}

function startsWith(tokens: readonly number[], start: readonly number[]): boolean {
  return start.every((token, i) => tokens[i] === token);
}
