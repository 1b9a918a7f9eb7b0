import { expect, it } from 'vitest';
import { PRESETS, configOfPreset } from './presets.ts';
import { parseConfig } from './schema.ts';

const data = { id: 'question-types', draw: 4 };

it.each(PRESETS)('$id is a configuration', (preset) => {
  const config = parseConfig(configOfPreset(preset, data));
  expect(config.data.id).toBe(preset.id === 'demo' ? 'film-reviews' : 'question-types');
  expect(config.data.draw).toBe(preset.id === 'demo' ? 1 : 4);
});

it('differs from every other preset', () => {
  const all = PRESETS.map((preset) => JSON.stringify(parseConfig(configOfPreset(preset, data))));
  expect(new Set(all).size).toBe(PRESETS.length);
});

it('has the demo on the defaults, so that what the demo shows is what a new run does', () => {
  const [demo] = PRESETS;
  expect(demo?.input).toEqual({});
});
