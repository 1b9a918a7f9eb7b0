/**
 * `POST /v1/score`, which our own backend has beyond OpenAI's format: the likelihood of every label after a prompt,
 * the prompt computed once. OpenAI's format would need a request for each label.
 */
import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import type { ChatMessage } from '../../tasks/port.ts';
import type { JsonClient } from '../../trainers/fine-tuning/hosts/http.ts';

const ReplySchema = v.object({
  data: v.array(
    v.object({
      index: v.number(),
      scores: v.array(v.object({ candidate: v.string(), logprob: v.pipe(v.number(), v.finite()) })),
    }),
  ),
});

/** Natural log-likelihoods of the labels, in their order, a row a prompt. */
export type ScoreLabels = (
  prompts: readonly (readonly ChatMessage[])[],
  signal: AbortSignal,
) => Promise<readonly (readonly number[])[]>;

/**
 * Asking throws LabError `backend-no-scores` where the server has no such route, `backend-bad-reply` for scores that
 * are not all there, and what the client throws.
 */
export function labelScorer(client: JsonClient, model: string, labels: readonly string[]): ScoreLabels {
  return async (prompts, signal) => {
    const body = { model, candidates: labels, inputs: prompts.map((messages) => ({ messages })) };
    const reply = await client.post('score', body, signal, { repeatable: true }).catch((error: unknown) => {
      throw error instanceof LabError && error.code === 'backend-not-found' ? noScores(client, error) : error;
    });
    const parsed = v.safeParse(ReplySchema, reply);
    const rows = parsed.success ? parsed.output.data.toSorted((a, b) => a.index - b.index) : [];
    if (rows.length !== prompts.length) throw badReply(client);
    return rows.map(({ scores }) =>
      labels.map((label) => {
        const score = scores.find(({ candidate }) => candidate === label);
        if (!score) throw badReply(client);
        return score.logprob;
      }),
    );
  };
}

/** A 404 may mean the route or the model; the server's own words stay with it. */
function noScores({ host }: JsonClient, { message, details }: LabError): LabError {
  return new LabError(
    'backend-no-scores',
    `${host} cannot score labels for this model: ${message}`,
    'If the model is there, choose "written" answers for this student: not every server scores labels.',
    details,
  );
}

function badReply({ host }: JsonClient): LabError {
  return new LabError(
    'backend-bad-reply',
    `${host} answered, but not with a score for every label.`,
    'Check that the address is that of a fine-tuning backend of this project, or choose "written" answers.',
  );
}
