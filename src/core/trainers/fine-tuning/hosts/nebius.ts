/**
 * Nebius Token Factory: OpenAI's format with the hyperparameters at the top level, where it takes an absolute learning
 * rate and the settings of LoRA, and with jobs that carry no metadata. An adapter has to be deployed there by hand.
 */
import type { TuningHost, TuningOrder } from '../port.ts';
import type { JsonClient } from './http.ts';
import { given } from './numbers.ts';
import type { Dialect } from './openai.ts';
import { openaiHost } from './openai.ts';

/** Its own learning rate, which a multiplier multiplies. */
const RATE = 1e-5;

const NEBIUS: Dialect = {
  settings: ({ training }: TuningOrder) => ({
    hyperparameters: {
      lora: training.method === 'lora',
      ...given({
        n_epochs: training.epochs,
        batch_size: training.batchSize,
        learning_rate: training.rateMultiplier === null ? null : training.rateMultiplier * RATE,
        lora_r: training.method === 'lora' ? training.rank : null,
        lora_alpha: training.method === 'lora' ? training.alpha : null,
      }),
    },
  }),
  metadata: false,
  abilities: {
    answers: false,
    notes: [
      'A trained adapter has to be deployed there by hand, or served elsewhere, before it answers.',
      `The learning rate is ${RATE} times the multiplier, unless the service has another rate for the model.`,
      'Jobs carry no metadata: they are found again by a mark in the name.',
    ],
  },
};

/** Nebius Token Factory at an address. */
export function nebiusHost(client: JsonClient): TuningHost {
  return openaiHost(client, NEBIUS);
}
