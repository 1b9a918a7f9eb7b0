/** Where a setup begins: the defaults, a preset, a link's settings, or those of another run. */
import { canonicalJson } from '../../core/json.ts';
import { SETTINGS, changedSettings, configOfLink, printValue } from '../../core/config/link.ts';
import type { Preset, PresetId } from '../../core/config/presets.ts';
import { PRESETS, configOfPreset } from '../../core/config/presets.ts';
import type { RunConfig } from '../../core/config/schema.ts';
import { parseConfig } from '../../core/config/schema.ts';
import { CHOICES } from '../copy/choices.ts';
import { FIELD_WORDS } from '../copy/settings.ts';
import { PRESET_WORDS, PROMPT, SETUP } from '../copy/setup.ts';
import { armName, dataAndTask, dataTitle } from '../copy/shell.ts';
import { taskWords } from '../copy/tasks.ts';
import { emptyWord } from './default-note.ts';
import { valuesOf } from './draft.ts';

export interface Start {
  readonly config: RunConfig;
  /** The run to be duplicated. */
  readonly from: string | null;
  /** Begin by opening a file. */
  readonly own: boolean;
  /** The section to begin at. */
  readonly at: Place | null;
}

const PLACES = ['data', 'student', 'teacher', 'loop'] as const;
/** A section of the setup, by the id of its heading. */
export type Place = (typeof PLACES)[number];

const FIRST_SET = 'film-reviews';

/** What the address asks for. Throws LabError `bad-link` or `bad-config`. */
export function startFrom(params: URLSearchParams): Start {
  const rest = new URLSearchParams(params);
  const take = (name: string): string | null => {
    const value = rest.get(name);
    rest.delete(name);
    return value;
  };
  const from = take('from');
  const own = take('own') !== null;
  const wanted = take('at');
  const at = PLACES.find((place) => place === wanted) ?? null;
  // A link's "preset" is the service of its API teacher, and never stands without a set.
  if (rest.size === 0) return { config: defaultConfig(), from, own, at };
  return { config: parseConfig(configOfLink(rest)), from, own, at };
}

export function defaultConfig(): RunConfig {
  return parseConfig({ data: { id: FIRST_SET } });
}

/** A preset's configuration; data and task stay those of `config` unless the preset is about some. */
export function withPreset(preset: Preset, config: RunConfig | null): RunConfig {
  return parseConfig(configOfPreset(preset, config ?? { data: { id: FIRST_SET } }));
}

/** The preset a configuration is, if it is one to the last setting. */
export function presetOf(config: RunConfig | null): PresetId | null {
  if (!config) return null;
  const same = canonicalJson(config);
  return PRESETS.find((preset) => canonicalJson(withPreset(preset, config)) === same)?.id ?? null;
}

/** What a run is called that nobody named: "Film reviews, untargeted, draw 1". */
export function runTitle(config: RunConfig): string {
  const id = presetOf(config);
  const preset = PRESETS.find((one) => one.id === id);
  // Those about a task are named by their data already.
  const plain = !preset || preset.group === 'paper-tasks' || ['demo', 'untargeted'].includes(preset.id);
  const way = plain ? armName(config.arm) : PRESET_WORDS[preset.id].title;
  // Not where it begins with an abbreviation or a name.
  const small = way.replace(/^(?!Llama\b)[A-Z](?=[a-z])/u, (letter) => letter.toLowerCase());
  return SETUP.runTitle(dataAndTask(config), small, config.data.draw);
}

export interface Difference {
  readonly label: string;
  readonly value: string;
  /** null where there is no default. */
  readonly usual: string | null;
}

/** In words: every setting that is not on its default. */
export function differences(config: RunConfig): Difference[] {
  const usual = valuesOf(parseConfig({ data: { id: FIRST_SET } }));
  const { count, percent } = config.data;
  return (
    changedSettings(config)
      .filter(({ setting }) => setting.path !== 'data.hash')
      // Not the whole pool, but another way of saying how many.
      .filter(({ setting }) => setting.path !== 'data.perClass' || (count === null && percent === null))
      .map(({ setting, value }) => ({
        label: FIELD_WORDS[setting.path]?.label ?? setting.name,
        value: inWords(setting.path, value === null ? '' : printValue(setting, value)),
        usual: setting.always ? null : inWords(setting.path, usual[setting.path] ?? ''),
      }))
  );
}

function inWords(path: string, text: string): string {
  if (path === 'data.id') return dataTitle(text);
  if (path === 'task') return taskWords(text).title;
  if (path === 'custom.labels' && text === '') return PROMPT.labelsOfData;
  if (path.endsWith('.system') && text === '') return PROMPT.usual;
  if (text === '') return path === 'data.perClass' ? SETUP.wholePool : emptyWord(path);
  if (path === 'data.percent') return `${text} %`;
  const kind = SETTINGS.find((setting) => setting.path === path)?.kind;
  if (kind === 'flag') return SETUP[text === 'yes' ? 'yes' : 'no'];
  return CHOICES[path]?.find((choice) => choice.value === text)?.label ?? text;
}
