/**
 * A mock OpenAI-compatible server whose behaviour is data: a scenario is a list of steps, each good for
 * one chat request. Requests that no step is left for get what the schema in them asks for: well-formed examples
 * derived from the prompt, checks of a label the label its text was written under. What a student is to answer is
 * said in steps that name the question.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as timer } from 'node:timers/promises';
import { apiError, asRecord, bodyBytes, jsonOrText, sendJson } from './http.ts';
import { checkedText, inventCheck, inventExamples, lastMessage, type MockExample } from './mock-examples.ts';

/** What one chat request gets. Everything is optional; an empty step answers as if there were none. */
export interface MockStep {
  /** The step waits for a request whose body text contains this. */
  readonly match?: string;
  /** The step waits for a request whose last message contains this, whatever its demonstrations hold. */
  readonly question?: string;
  /** How many matching requests it answers; default 1, `null` for all. */
  readonly times?: number | null;
  /** Milliseconds before the first byte. */
  readonly delayMs?: number;
  /** Milliseconds before every further chunk of a stream. */
  readonly chunkDelayMs?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole response body: a string as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Content of the assistant's message. */
  readonly content?: string;
  /** Content as the JSON of these examples. */
  readonly examples?: readonly MockExample[];
  /** Raw pieces of an event stream, each written on its own. */
  readonly chunks?: readonly string[];
  /** Overrides what the request asked for. */
  readonly stream?: boolean;
  /** Bytes of every written piece of a stream: splits events and characters anywhere. */
  readonly pieceBytes?: number;
  readonly finish?: string | null;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
  /** Closes the connection after so many bytes of the body; 0 before the headers. */
  readonly cutAfterBytes?: number;
  /** Never ends the response: after its bytes the connection stays open in silence. */
  readonly hang?: boolean;
  /** Puts the request's Authorization header into the error message, or the content of a 200. */
  readonly echoAuthorization?: boolean;
}

export interface MockScenario {
  /** Default true. `false`: no CORS headers, and OPTIONS is refused, as a server that knows no browsers does. */
  readonly cors?: boolean;
  /** Request headers a preflight allows; default authorization and content-type only. */
  readonly corsHeaders?: readonly string[];
  /** The key that is asked for; absent: any or none will do. */
  readonly key?: string;
  /** What GET /v1/models lists; any other model is refused with 404. Absent: any model, listed as `mock-model`. */
  readonly models?: readonly string[];
  /** `false`: GET /v1/models answers 404. */
  readonly listsModels?: boolean;
  readonly steps?: readonly MockStep[];
}

export interface MockRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON, the text where it is none, undefined where there is no body. */
  readonly body: unknown;
}

export interface MockApi {
  /** For example `http://127.0.0.1:41234/v1`. */
  readonly baseUrl: string;
  /** All requests so far, preflights included, in order of arrival. */
  readonly requests: MockRequest[];
  /** The bodies of the chat requests among them. */
  chats(): Readonly<Record<string, unknown>>[];
  /** Requests whose connection the client closed before the response was complete. */
  readonly aborted: () => number;
  /** Starts another scenario from its first step and forgets the requests. */
  play(scenario: MockScenario): void;
  close(): Promise<void>;
}

/** A long delay must not keep a finished test process alive. */
const wait = (ms: number): Promise<void> => timer(ms, undefined, { ref: false });

const DEFAULT_MODEL = 'mock-model';

/** Starts a server on a free port of 127.0.0.1. Close it after use. */
export async function startMockApi(scenario: MockScenario = {}): Promise<MockApi> {
  const requests: MockRequest[] = [];
  /** Responses this server broke off itself: the client did not abort them. */
  const broken = new WeakSet<ServerResponse>();
  let current = new Script(scenario, broken);
  let abortedCount = 0;

  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished && !broken.has(response)) abortedCount++;
    });
    handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const script = current;
    const text = (await bodyBytes(request)).toString('utf8');
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, headers: request.headers, body: jsonOrText(text) });
    await script.answer(request, response, path, text);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    chats: () =>
      requests
        .filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/chat/completions'))
        .map(({ body }) => body as Readonly<Record<string, unknown>>),
    aborted: () => abortedCount,
    play(next) {
      current = new Script(next, broken);
      requests.length = 0;
      abortedCount = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A scenario under way: which steps are used up. */
class Script {
  readonly #broken: WeakSet<ServerResponse>;
  readonly #scenario: MockScenario;
  /** Every example written so far, by its first member. */
  readonly #written = new Map<unknown, MockExample>();
  readonly #left: { readonly step: MockStep; times: number }[];

  constructor(scenario: MockScenario, broken: WeakSet<ServerResponse>) {
    this.#scenario = scenario;
    this.#broken = broken;
    this.#left = (scenario.steps ?? []).map((step) => ({
      step,
      times: step.times === null ? Infinity : (step.times ?? 1),
    }));
  }

  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    text: string,
  ): Promise<void> {
    const {
      cors = true,
      corsHeaders = ['authorization', 'content-type'],
      key,
      models,
      listsModels,
    } = this.#scenario;
    if (cors) {
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-expose-headers', 'retry-after');
    }
    if (request.method === 'OPTIONS') {
      if (!cors) {
        sendJson(response, 405, apiError('method not allowed'));
        return;
      }
      response.setHeader('access-control-allow-headers', corsHeaders.join(', '));
      response.setHeader('access-control-allow-methods', 'GET, POST');
      response.writeHead(204).end();
      return;
    }
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      sendJson(response, 401, apiError('Incorrect API key provided.', 'invalid_api_key'));
      return;
    }
    if (request.method === 'GET' && path.startsWith('/v1/models') && listsModels !== false) {
      const data = (models ?? [DEFAULT_MODEL]).map((id) => ({ id, object: 'model' }));
      sendJson(response, 200, { object: 'list', data });
      return;
    }
    if (request.method !== 'POST' || !path.startsWith('/v1/chat/completions')) {
      sendJson(response, 404, apiError('Not found'));
      return;
    }
    const body = asRecord(jsonOrText(text));
    const step = this.#next(text, lastMessage(body));
    if (!step && models && !models.includes(String(body['model']))) {
      sendJson(
        response,
        404,
        apiError(`The model '${String(body['model'])}' does not exist`, 'model_not_found'),
      );
      return;
    }
    await this.#perform(step ?? {}, request, response, body);
  }

  #next(text: string, question: string): MockStep | undefined {
    const found = this.#left.find(
      ({ step, times }) =>
        times > 0 &&
        (!step.match || text.includes(step.match)) &&
        (!step.question || question.includes(step.question)),
    );
    if (found) found.times--;
    return found?.step;
  }

  async #perform(
    step: MockStep,
    request: IncomingMessage,
    response: ServerResponse,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    if (step.delayMs) await wait(step.delayMs);
    if (step.cutAfterBytes === 0) {
      this.#cut(response);
      return;
    }
    const status = step.status ?? 200;
    const heard = step.echoAuthorization ? ` You sent "${request.headers.authorization ?? ''}".` : '';
    const content = (step.content ?? this.#reply(step, body)) + heard;
    const events = step.chunks ?? (isStream(step, status, body) ? eventStream(step, body, content) : null);
    const whole = events?.join('') ?? plainBody(step, status, body, content, heard);
    const pieces =
      events && !step.pieceBytes ? events.map((event) => Buffer.from(event)) : split(whole, step);
    response.writeHead(status, {
      'content-type': events
        ? 'text/event-stream'
        : typeof step.body === 'string'
          ? 'text/html'
          : 'application/json',
      ...step.headers,
    });
    let room = step.cutAfterBytes ?? Infinity;
    for (const [i, piece] of pieces.entries()) {
      if (i > 0 && step.chunkDelayMs) await wait(step.chunkDelayMs);
      await new Promise<void>((resolve) => response.write(piece.subarray(0, room), () => resolve()));
      room -= piece.length;
      if (room <= 0) {
        this.#cut(response);
        return;
      }
    }
    if (!step.hang) response.end();
  }

  /** A check of a text that this server wrote gets what it was written with; of another the first label. */
  #reply(step: MockStep, body: Readonly<Record<string, unknown>>): string {
    const checked = checkedText(body);
    if (step.examples === undefined && checked !== null) {
      return JSON.stringify(inventCheck(body, this.#written.get(checked)));
    }
    const examples = step.examples ?? inventExamples(body);
    for (const example of examples) this.#written.set(Object.values(example)[0], example);
    return JSON.stringify({ examples });
  }

  #cut(response: ServerResponse): void {
    this.#broken.add(response);
    response.destroy();
  }
}

function isStream(step: MockStep, status: number, body: Readonly<Record<string, unknown>>): boolean {
  return status === 200 && step.body === undefined && (step.stream ?? body['stream'] === true);
}

function usageOf(step: MockStep, content: string): unknown {
  return step.usage === undefined
    ? { prompt_tokens: 100, completion_tokens: content.length >> 2 }
    : step.usage;
}

function plainBody(
  step: MockStep,
  status: number,
  body: Readonly<Record<string, unknown>>,
  content: string,
  heard: string,
): string {
  if (step.body !== undefined) return typeof step.body === 'string' ? step.body : JSON.stringify(step.body);
  if (status !== 200) return JSON.stringify(apiError(`Mock error ${status}.${heard}`));
  return JSON.stringify({
    id: 'mock',
    object: 'chat.completion',
    model: body['model'],
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishOf(step) }],
    usage: usageOf(step, content),
  });
}

function eventStream(step: MockStep, body: Readonly<Record<string, unknown>>, content: string): string[] {
  const parts = content.match(/[\s\S]{1,20}/gu) ?? [];
  const chunk = (delta: unknown, finish: string | null): unknown => ({
    id: 'mock',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const events = [
    chunk({ role: 'assistant', content: '' }, null),
    ...parts.map((part) => chunk({ content: part }, null)),
    chunk({}, finishOf(step)),
    ...(asRecord(body['stream_options'])['include_usage'] === true
      ? [{ id: 'mock', object: 'chat.completion.chunk', choices: [], usage: usageOf(step, content) }]
      : []),
  ];
  return [...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), 'data: [DONE]\n\n'];
}

function finishOf(step: MockStep): string | null {
  return step.finish === undefined ? 'stop' : step.finish;
}

function split(text: string, { pieceBytes }: MockStep): Buffer[] {
  const whole = Buffer.from(text);
  const size = pieceBytes ?? Math.max(1, whole.length);
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
    whole.subarray(i * size, (i + 1) * size),
  );
}
