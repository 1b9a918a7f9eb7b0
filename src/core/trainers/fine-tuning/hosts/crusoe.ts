/**
 * Crusoe Serverless Fine-Tuning: OpenAI's format, supervised LoRA only. What a finished job leaves are files of
 * checkpoints; they are served elsewhere, or deployed there through another API.
 */
import { LabError } from '../../../errors.ts';
import type { TuningHost } from '../port.ts';
import type { JsonClient } from './http.ts';
import { given } from './numbers.ts';
import type { Dialect } from './openai.ts';
import { numbersOf, openaiHost } from './openai.ts';

const CRUSOE: Dialect = {
  settings: ({ training }) => ({
    method: {
      type: 'supervised',
      supervised: {
        hyperparameters: {
          ...numbersOf(training),
          ...given({ lora_rank: training.rank, lora_alpha: training.alpha }),
        },
      },
    },
  }),
  metadata: false,
  abilities: {
    answers: false,
    notes: [
      'It trains LoRA adapters only.',
      'A finished job lists the files of its checkpoints; the model answers once they are deployed there or served elsewhere.',
      'Jobs carry no metadata: they are found again by a mark in the name, where the list shows it.',
    ],
  },
};

/** Crusoe at an address. Creating throws LabError `backend-refused` for full fine-tuning. */
export function crusoeHost(client: JsonClient): TuningHost {
  const base = openaiHost(client, CRUSOE);
  return {
    ...base,
    async create(order, signal) {
      if (order.training.method === 'full') {
        throw new LabError(
          'backend-refused',
          `${client.host} trains no whole models.`,
          'Choose LoRA as the method, or another service.',
        );
      }
      return base.create(order, signal);
    },
  };
}
