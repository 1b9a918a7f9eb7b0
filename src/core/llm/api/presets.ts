/**
 * Known hosts of the OpenAI chat completions format. A preset fills the form, names the headers a host
 * needs beyond Authorization and Content-Type, and the setting that lets a page talk to a local server.
 * None says whether replies can be held to a schema: that differs by model and version, so it is tried, and a
 * refusal steps down (request.ts). Anthropic takes `response_format` and ignores it (its page "OpenAI SDK
 * compatibility"): replies there follow the prompt alone.
 */
import { LabError } from '../../errors.ts';
import { isLocal } from './address.ts';

export interface ApiPreset {
  readonly id: string;
  /** For people. */
  readonly title: string;
  /** What the form suggests; empty where only the person knows. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** Sent besides Authorization and Content-Type. Every further header is one more a preflight can refuse. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether GET /models takes the same headers as chat completions, so that it tells anything. */
  readonly listsModels: boolean;
  /** How to let a page of `{origin}` in, where that is the person's own server; else null. */
  readonly allowOrigin: string | null;
}

const HOSTED = { needsKey: true, headers: {}, listsModels: true, allowOrigin: null } as const;
const LOCAL = { needsKey: false, headers: {}, listsModels: true } as const;

export const API_PRESETS: readonly ApiPreset[] = [
  { ...HOSTED, id: 'custom', title: 'Any OpenAI-compatible server', baseUrl: '', needsKey: false },
  { ...HOSTED, id: 'openai', title: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
  { ...HOSTED, id: 'openrouter', title: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1' },
  {
    ...HOSTED,
    id: 'anthropic',
    title: 'Anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    // Without it Anthropic answers no page at all; an organisation can still forbid it.
    headers: { 'anthropic-dangerous-direct-browser-access': 'true' },
    // Only chat completions speak the OpenAI format there; the list wants Anthropic's own headers.
    listsModels: false,
  },
  {
    ...LOCAL,
    id: 'ollama',
    title: 'Ollama on this computer',
    baseUrl: 'http://localhost:11434/v1',
    allowOrigin: 'Quit Ollama and start it again with the environment variable OLLAMA_ORIGINS={origin}.',
  },
  {
    ...LOCAL,
    id: 'lm-studio',
    title: 'LM Studio on this computer',
    baseUrl: 'http://localhost:1234/v1',
    allowOrigin:
      'Switch on "Enable CORS" in LM Studio\'s server settings, or start it with: lms server start --cors',
  },
  {
    ...LOCAL,
    id: 'llama-cpp',
    title: 'llama.cpp server on this computer',
    baseUrl: 'http://localhost:8080/v1',
    allowOrigin: 'Start llama-server with --cors-origins {origin} (older versions allow every page).',
  },
  {
    ...LOCAL,
    id: 'vllm',
    title: 'vLLM',
    baseUrl: 'http://localhost:8000/v1',
    allowOrigin: 'Start vLLM with: vllm serve MODEL --allowed-origins \'["{origin}"]\'',
  },
];

/** Throws LabError `unknown-preset` naming the known ids. */
export function presetOf(id: string): ApiPreset {
  const preset = API_PRESETS.find((known) => known.id === id);
  if (preset) return preset;
  throw new LabError(
    'unknown-preset',
    `There is no API preset called "${id}".`,
    `Choose one of: ${API_PRESETS.map((known) => known.id).join(', ')}.`,
  );
}

/**
 * What a person can change so that this server answers pages of `origin`, one sentence.
 * @param origin the page's origin; undefined where it is not known
 */
export function allowOriginRemedy(presetId: string, baseUrl: string, origin: string | undefined): string {
  const { allowOrigin } = presetId === 'custom' ? byPort(baseUrl) : presetOf(presetId);
  if (allowOrigin !== null) return allowOrigin.replaceAll('{origin}', origin ?? "this page's address");
  return isLocal(baseUrl)
    ? `Allow ${origin ?? "this page's address"} in the server's CORS settings and start it again.`
    : 'Check key, model and account, as some hosts hide their errors from pages; else choose a host or a gateway that allows requests from web pages.';
}

/** A local server at a well-known port is most likely the program that port belongs to. */
function byPort(baseUrl: string): ApiPreset {
  const port = isLocal(baseUrl) ? new URL(baseUrl).port : '';
  return (
    API_PRESETS.find((known) => port !== '' && known.baseUrl.includes(`:${port}/`)) ?? presetOf('custom')
  );
}
