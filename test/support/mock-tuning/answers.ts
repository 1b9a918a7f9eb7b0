/**
 * What models of the mock server answer: a tuned one likes the label of the training example that shares most words
 * with the question, so that more examples make it better; a base model chooses by chance, which the question decides.
 */
import { fnv1a } from '../../../src/core/hash.ts';
import { asRecord } from '../http.ts';
import type { MockJob } from './jobs.ts';

/** The last message of a chat, or a plain prompt. */
export function questionOf(input: unknown): string {
  const { messages, prompt } = asRecord(input);
  if (!Array.isArray(messages)) return typeof prompt === 'string' ? prompt : '';
  const content = asRecord(messages.at(-1))['content'];
  return typeof content === 'string' ? content : '';
}

/** Natural log-likelihoods of candidates, which are all there are. @param job null: a base model */
export function scoresOf(job: MockJob | null, question: string, candidates: readonly string[]): number[] {
  const likes = candidates.map(
    (candidate) => 6 * nearness(job, question, candidate) + chance(question + candidate),
  );
  const total = Math.log(likes.reduce((sum, like) => sum + Math.exp(like), 0));
  return likes.map((like) => like - total);
}

/** What is written: the answer of the nearest training example. @param known answers the server has seen */
export function replyOf(job: MockJob | null, question: string, known: readonly string[]): string {
  const choices = job === null ? known : [...new Set(job.examples.map(([, answer]) => answer))];
  const scores = scoresOf(job, question, choices);
  return choices[scores.indexOf(Math.max(...scores))] ?? 'I do not know.';
}

/** The largest share of words that the question has in common with a training example of this answer. */
function nearness(job: MockJob | null, question: string, answer: string): number {
  const words = wordsOf(question);
  const near = (job?.examples ?? [])
    .filter(([, given]) => given.trim() === answer.trim())
    .map(([text]) => {
      const others = wordsOf(text);
      const shared = [...words].filter((word) => others.has(word)).length;
      return shared / (words.size + others.size - shared || 1);
    });
  return Math.max(0, ...near);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** In [0, 1), by the text alone. */
function chance(text: string): number {
  return fnv1a(text) / 2 ** 32;
}
