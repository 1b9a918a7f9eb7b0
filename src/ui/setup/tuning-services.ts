/** The fine-tuning services that the form offers, each with the address it usually has. */
import type { TuningProvider } from '../../core/config/schema.ts';
import { TUNING_PROVIDERS } from '../../core/config/schema.ts';
import { TUNING } from '../copy/tuning.ts';

export interface TuningService {
  readonly id: TuningProvider;
  readonly title: string;
  /** A sentence. */
  readonly text: string;
  readonly baseUrl: string;
}

const ADDRESSES: Readonly<Record<TuningProvider, string>> = {
  llm2llm: 'http://127.0.0.1:8040/v1',
  openai: 'https://api.openai.com/v1',
  together: 'https://api.together.xyz/v1',
  nebius: 'https://api.tokenfactory.nebius.com/v1',
  crusoe: 'https://api.intelligence.crusoecloud.com/v1',
  localai: 'http://127.0.0.1:8080/v1',
};

export const TUNING_SERVICES: readonly TuningService[] = TUNING_PROVIDERS.map((id) => ({
  id,
  ...TUNING.services[id],
  baseUrl: ADDRESSES[id],
}));

/** Where a backend is that nobody has named: this project's own, on this computer. */
export const USUAL_BACKEND = ADDRESSES.llm2llm;
