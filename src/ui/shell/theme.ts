/** Light, dark, or as the system has it. Kept in this browser where it lets us. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'llm2llm-lab.theme';

export function savedTheme(storage: () => Storage): Theme {
  try {
    const saved = storage().getItem(KEY);
    return THEMES.find((theme) => theme === saved) ?? 'system';
  } catch {
    return 'system'; // storage is forbidden: private mode, a policy
  }
}

export function saveTheme(storage: () => Storage, theme: Theme): void {
  try {
    if (theme === 'system') storage().removeItem(KEY);
    else storage().setItem(KEY, theme);
  } catch {
    // It holds until the page is left; there is nothing else to do.
  }
}

export function applyTheme(root: HTMLElement, theme: Theme): void {
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}
