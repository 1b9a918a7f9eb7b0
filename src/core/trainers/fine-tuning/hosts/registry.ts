/** The fine-tuning services, by the provider a configuration names. */
import type { TuningProvider } from '../../../config/schema.ts';
import type { NetServices } from '../../../llm/api/chat-client.ts';
import type { TuningHost } from '../port.ts';
import type { HostSettings, JsonClient } from './http.ts';
import { crusoeHost } from './crusoe.ts';
import { jsonClient } from './http.ts';
import { llm2llmHost } from './llm2llm.ts';
import { localaiHost } from './localai.ts';
import { nebiusHost } from './nebius.ts';
import { openaiHost } from './openai.ts';
import type { FollowStream } from './stream.ts';
import { eventStream } from './stream.ts';
import { togetherHost } from './together.ts';

type Adapter = (client: JsonClient, follow: FollowStream) => TuningHost;

const HOSTS: Readonly<Record<TuningProvider, Adapter>> = {
  llm2llm: llm2llmHost,
  openai: (client) => openaiHost(client),
  together: togetherHost,
  nebius: nebiusHost,
  crusoe: crusoeHost,
  localai: localaiHost,
};

/** The service at an address, behind its provider's adapter. Throws LabError `bad-address`; asks nothing yet. */
export function tuningHost(settings: HostSettings, net: NetServices): TuningHost {
  return HOSTS[settings.provider](jsonClient(settings, net), eventStream(settings, net));
}
