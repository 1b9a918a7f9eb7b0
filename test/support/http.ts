/** What the mock servers share: bodies in, JSON out, errors in OpenAI's shape. */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The body of a request. */
export async function bodyBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Parsed JSON, the text where it is none, undefined where there is no text. */
export function jsonOrText(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** OpenAI's error object. */
export function apiError(message: string, code: string | null = null, param: string | null = null): unknown {
  return { error: { message, type: 'invalid_request_error', param, code } };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
