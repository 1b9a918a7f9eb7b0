/** What goes wrong between the page and a fine-tuning service, in words. */
import { LabError } from '../../../errors.ts';
import type { Fault } from '../../../llm/api/faults.ts';
import { codeOf, httpFault } from '../../../llm/api/faults.ts';
import { providerWords } from '../../../llm/api/redact.ts';
import { dig, json } from '../../../llm/api/wire.ts';

/** Whom and what an error is about. */
export interface RequestContext {
  readonly host: string;
  /** `POST fine_tuning/jobs`. */
  readonly what: string;
  readonly key: string | undefined;
}

const BUSY = new Set([408, 425, 429]);
const MISSING = new Set([404, 405, 410]);
const SERVICE = 'Check the address, and which service is chosen for it.';

/**
 * The fault in an HTTP answer that is no success: `student-key`, `student-quota`, `student-overloaded` (may be asked
 * again), `student-too-long` (a prompt), `student-http` (sent on elsewhere), `backend-not-found`, or else `backend-refused`.
 */
export function requestFault(status: number, body: string, { host, what, key }: RequestContext): Fault {
  const general = httpFault(status, body, { role: 'student', host, model: '', key });
  const data = json(body);
  const param = dig(data, 'error', 'param');
  const words = dig(general.error.details, 'provider');
  const said = typeof words === 'string' && words !== '' ? `: ${words}` : '.';
  const fault = (code: string, message: string, remedy: string, retry = false): Fault => ({
    error: new LabError(code, `${message} (${status})${said}`, remedy, {
      status,
      provider: typeof words === 'string' ? words : '',
      ...(typeof param === 'string' ? { param: providerWords(param, key) } : {}),
    }),
    retry,
  });

  if (general.error.code === codeOf('student', 'quota')) return general;
  if (BUSY.has(status) || status >= 500) {
    return fault(
      codeOf('student', 'overloaded'),
      `${host} was too busy or failing at ${what}`,
      'Wait a little, then resume; the log of the server may say more.',
      true,
    );
  }
  // A right key may not be enough for one thing; the words then say for which.
  const forbidden = dig(data, 'error', 'type') === 'permission_error';
  if (general.error.code === codeOf('student', 'key') && !forbidden) return general;
  // Said of a prompt; a file that is too large is refused in other words.
  if (general.error.code === codeOf('student', 'too-long') && status !== 413) return general;
  if (status < 400) return general;
  if (MISSING.has(status)) {
    return fault(
      'backend-not-found',
      `${host} has nothing at ${what}`,
      `${SERVICE} What was there may have been deleted.`,
    );
  }
  return fault(
    'backend-refused',
    `${host} refused ${what}`,
    typeof param === 'string'
      ? `Change what ${providerWords(param, key)} stands for in the settings, or choose another service.`
      : 'Change what its words complain about, or choose another service.',
  );
}

/** A success that is none of what was asked for. @param what goes on after "answered, but": `its job has no id` */
export function badReply(host: string, what: string, text = ''): LabError {
  return new LabError(
    'backend-bad-reply',
    `${host} answered, but ${what}.`,
    `${SERVICE} It may speak another dialect.`,
    text === '' ? undefined : { provider: providerWords(text, undefined) },
  );
}

/** No byte for too long. */
export function silent({ host, what }: RequestContext, seconds: number): LabError {
  return new LabError(
    codeOf('student', 'timeout'),
    `${host} did not answer ${what} within ${seconds} s.`,
    'Allow more time, or look in the log of the server what it does.',
  );
}

/** The connection broke after the answer had begun. */
export function brokenOff({ host, what }: RequestContext): LabError {
  return new LabError(
    codeOf('student', 'unreachable'),
    `The connection to ${host} broke off while it answered ${what}.`,
    'Check the network, then resume the run.',
  );
}
