/** The filters, in the order in which they judge: cheap and certain ones first. */
import type { RunConfig } from '../config/schema.ts';
import { Registry } from '../registry.ts';
import type { Filter, FilterServices } from './port.ts';

export type FilterFactory = (config: RunConfig['filters'], services: FilterServices) => Filter;

const filters = new Registry<FilterFactory>('filter', [
  {
    id: 'text',
    load: async () => {
      const { textFilter } = await import('./text-rules.ts');
      return (config) => textFilter(config.maxCharacters);
    },
  },
  {
    id: 'label',
    load: async () => {
      const { labelFilter } = await import('./text-rules.ts');
      return (_config, services) => labelFilter(services.task);
    },
  },
  {
    id: 'leak',
    load: async () => {
      const { leakFilter } = await import('./similarity.ts');
      return (config, services) => leakFilter(services, config.leakThreshold);
    },
  },
  {
    id: 'rouge-l',
    load: async () => {
      const { nearDuplicateFilter } = await import('./similarity.ts');
      return (config, services) => nearDuplicateFilter(services, config.rougeThreshold);
    },
  },
]);

/** Every registered filter, in registry order. */
export async function createFilters(
  config: RunConfig['filters'],
  services: FilterServices,
): Promise<Filter[]> {
  const factories = await Promise.all(filters.ids.map((id) => filters.load(id)));
  return factories.map((factory) => factory(config, services));
}
