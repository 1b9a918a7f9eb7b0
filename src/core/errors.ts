/** Errors for people: a code to branch on, a sentence that says what is wrong, and a remedy. */
import type { Json } from './json.ts';

export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly details?: Json;
}

export class LabError extends Error implements PlainError {
  override readonly name = 'LabError';
  readonly code: string;
  readonly remedy: string;
  readonly details?: Json;

  /**
   * @param code kebab-case and stable: tests and callers branch on it
   * @param message what is wrong and where, one sentence
   * @param remedy what the person can do about it, one sentence
   * @param details plain data for the curious (status, row number, provider's words); never a key
   */
  constructor(code: string, message: string, remedy: string, details?: Json) {
    super(message);
    this.code = code;
    this.remedy = remedy;
    if (details !== undefined) this.details = details;
  }
}

/** Any thrown value as plain data that survives a worker boundary and a log. */
export function toPlainError(error: unknown): PlainError {
  if (error instanceof LabError) {
    const { code, message, remedy, details } = error;
    return details === undefined ? { code, message, remedy } : { code, message, remedy, details };
  }
  if (isAbort(error)) {
    return { code: 'aborted', message: 'Stopped on request.', remedy: 'Start or resume it again.' };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'unexpected',
    message: `Something unexpected went wrong: ${message}`,
    remedy: 'Nothing stored is lost. Reload the page and resume the run; if it happens again, report it.',
  };
}

/** The error class rebuilt on the other side of a worker boundary. */
export function fromPlainError(plain: PlainError): LabError {
  return new LabError(plain.code, plain.message, plain.remedy, plain.details);
}

/** Whether a thrown value means "somebody pressed stop". */
export function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === 'AbortError') ||
    (error instanceof LabError && error.code === 'aborted')
  );
}
