/** What the mock server does with requests and responses before and behind its routes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { apiError, bodyBytes, jsonOrText, sendJson } from '../http.ts';
import type { Refusal, TuningFault, TuningRequest, TuningScenario } from './scenario.ts';

/** The request with its body: JSON parsed, a form as its members. */
export async function readRequest(request: IncomingMessage): Promise<TuningRequest> {
  const { method = '', url: path = '/', headers } = request;
  const bytes = await bodyBytes(request);
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    return { method, path, headers, body: jsonOrText(bytes.toString('utf8')) };
  }
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const members = [...form].map(async ([name, value]) => [
    name,
    typeof value === 'string' ? value : { name: value.name, type: value.type, text: await value.text() },
  ]);
  return { method, path, headers, body: Object.fromEntries(await Promise.all(members)) as unknown };
}

/** Origin and key, as our backend's guard; false where the request was answered with that. */
export function admit(
  { key, origins }: TuningScenario,
  { method, headers }: TuningRequest,
  response: ServerResponse,
): boolean {
  const { origin } = headers;
  const allowed = origin === undefined || (origins?.includes(origin) ?? true);
  if (origin !== undefined && allowed) {
    response.setHeader('access-control-allow-origin', origin);
    response.setHeader('access-control-expose-headers', '*');
  }
  if (method === 'OPTIONS') {
    response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
    response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '');
    if (headers['access-control-request-private-network'] === 'true') {
      response.setHeader('access-control-allow-private-network', 'true');
    }
    response.writeHead(allowed ? 200 : 400).end();
    return false;
  }
  if (!allowed) {
    sendJson(response, 403, apiError(`The page ${origin} may not call.`, 'origin_not_allowed'));
    return false;
  }
  if (key !== undefined && headers.authorization !== `Bearer ${key}`) {
    const words = headers.authorization
      ? apiError("The bearer token is not this server's.", 'invalid_api_key')
      : apiError('A bearer token is needed; the server printed it when it started.', 'missing_api_key');
    sendJson(response, 401, words);
    return false;
  }
  return true;
}

export function refusalBody({ status, code, message, param }: Refusal): unknown {
  const type =
    status === 403 ? 'permission_error' : status === 404 ? 'not_found_error' : 'invalid_request_error';
  return { error: { message, type, param, code } };
}

/** The response, but what is written to it is replaced by what the fault makes of it. */
export function changed(response: ServerResponse, { cut, change }: TuningFault): ServerResponse {
  const end = response.end.bind(response);
  response.end = ((text: string) => {
    if (cut === 'cut-after') return response.destroy();
    return end(change ? JSON.stringify(change(jsonOrText(text))) : text);
  }) as typeof response.end;
  return response;
}
