/** What went wrong at the API, as an error for people, and whether another try may help. */
import { LabError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { providerWords } from './redact.ts';
import { contentText, dig, json } from './wire.ts';

/** Whom the model stands for: what an error is called, and what it means for a run, depend on it. */
export type ApiRole = 'teacher' | 'student';

/** Whom an error is about. */
export interface ApiContext {
  readonly role: ApiRole;
  readonly host: string;
  readonly model: string;
  readonly key: string | undefined;
}

/** What can go wrong; with the role before it, the code of the error. */
export type ApiFault =
  | 'key'
  | 'quota'
  | 'overloaded'
  | 'timeout'
  | 'refused'
  | 'empty'
  | 'too-long'
  | 'endless'
  | 'model'
  | 'http'
  | 'bad-reply'
  | 'cors'
  | 'unreachable';

/** The code of an error: what is a lost call of a teacher interrupts a run where it is the student's. */
export function codeOf(role: ApiRole, fault: ApiFault): string {
  return `${role}-${fault}`;
}

/** What a refusal of one request means. */
export function refusalRemedy(role: ApiRole): string {
  return role === 'teacher'
    ? 'Nothing to do: this example is left out for now. If it happens often, choose another model.'
    : 'Resume the run to ask again. If it happens again, choose another model or take the text out of the data.';
}

export interface Fault {
  readonly error: LabError;
  /** Whether the same request may succeed later. */
  readonly retry: boolean;
}

const RETRIED = new Set([408, 409, 425, 429]);
const OVER_QUOTA =
  /insufficient_quota|billing_hard_limit|credit balance is too low|insufficient (?:credits|balance)/iu;
const FILTERED = /content[_ ](?:filter|policy)|content management policy|moderation|flagged/iu;
const TOO_LONG =
  /context_length_exceeded|context (?:length|window|size)|(?:prompt|input) is too long|reduce the length/iu;
const BAD_KEY =
  /invalid_api_key|api key not valid|(?:invalid|incorrect|missing) api key|authentication_error/iu;
const NO_MODEL =
  /model_not_found|model .{0,80}(?:not found|does not exist)|no such model|unknown model|not a valid model/iu;

/** The fault in an HTTP answer that is no success, or in an error sent with status 200. */
export function httpFault(status: number, body: string, about: ApiContext): Fault {
  const { role, host, model, key } = about;
  const words = providerWords(wordsOf(body), key);
  const all = `${codesOf(body)} ${words}`;
  const details: Json = { status, provider: words };
  const says = words === '' ? '.' : `: ${words}`;
  const fault = (what: ApiFault, message: string, remedy: string, retry = false): Fault => ({
    error: new LabError(codeOf(role, what), `${message} (${status})${says}`, remedy, details),
    retry,
  });

  if (status === 402 || OVER_QUOTA.test(all)) {
    return fault(
      'quota',
      `The account at ${host} has no credit left`,
      `Add credit or choose another ${role}, then resume the run.`,
    );
  }
  if (RETRIED.has(status) || status >= 500) {
    const hint =
      status === 429
        ? 'Choose fewer calls at once, or wait a little.'
        : 'Wait a little, or choose another model.';
    return fault('overloaded', `${host} was too busy or failing, also when asked again`, hint, true);
  }
  if (FILTERED.test(all)) {
    return fault('refused', `${host} filtered this request`, refusalRemedy(role));
  }
  if (status === 401 || status === 403 || BAD_KEY.test(all)) {
    return fault(
      'key',
      key ? `${host} refused the key` : `${host} asks for a key`,
      'Check that the key is complete, belongs to this address and may use this model, then resume the run.',
    );
  }
  if (status === 413 || TOO_LONG.test(all)) {
    return fault(
      'too-long',
      `The request is too long for ${model}`,
      'Choose a model with a longer context, or leave out very long examples.',
    );
  }
  if (status === 404 || NO_MODEL.test(all)) {
    return fault(
      'model',
      `${host} does not know the model "${model}"`,
      'Correct the name of the model or the address, then resume the run.',
    );
  }
  if (status === 0 || (status >= 300 && status < 400)) {
    // Not followed: the key goes to the configured address and nowhere else.
    return fault(
      'http',
      `${host} sends requests on to another address`,
      'Give the address it sends them to.',
    );
  }
  return fault(
    'http',
    `${host} refused the request`,
    'Check address, model and settings against what this server supports.',
  );
}

/** An error object inside a reply of status 200; its code may be an HTTP status. */
export function embeddedFault(error: unknown, about: ApiContext): Fault {
  const status = [dig(error, 'code'), dig(error, 'status')].map(Number).find((n) => n >= 400 && n < 600);
  const overloaded = /overload|rate.?limit|server_error|unavailable/iu.test(JSON.stringify({ error }));
  return httpFault(status ?? (overloaded ? 503 : 400), JSON.stringify({ error }), about);
}

/** Something that is no reply in the chat completions format. */
export function badReply(what: string, text: string, { role, host, key }: ApiContext): LabError {
  return new LabError(
    codeOf(role, 'bad-reply'),
    `${host} answered, but ${what}.`,
    'Check that the address is that of an OpenAI-compatible API; it usually ends in /v1.',
    { provider: providerWords(text, key) },
  );
}

/** A connection that broke, or a stream that ended without its end. */
export function brokenOff({ role, host }: ApiContext): LabError {
  return new LabError(
    codeOf(role, 'overloaded'),
    `${host} broke off in the middle of a reply, also when asked again.`,
    'Wait a little, or choose another model.',
  );
}

function wordsOf(body: string): string {
  const data = json(body);
  const detail = dig(data, 'detail');
  const candidates = [dig(data, 'error', 'message'), dig(data, 'error'), dig(data, 'message'), detail];
  const text = candidates.find((value) => typeof value === 'string');
  if (typeof text === 'string') return text;
  if (data !== undefined) return JSON.stringify(detail ?? data);
  return contentText(body).replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>/giu, ' ');
}

function codesOf(body: string): string {
  const error = dig(json(body), 'error');
  return [dig(error, 'code'), dig(error, 'type')].filter((value) => typeof value === 'string').join(' ');
}
