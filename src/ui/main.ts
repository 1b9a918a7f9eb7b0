/** The page's entry. Only what the first screen needs is loaded with it. */
import './styles/base.css';
import { mount } from 'svelte';
import type { BrowserLab } from '../browser/lab.ts';
import App from './App.svelte';
import { HREF } from './router.ts';
import type { SessionPool } from './run-session.svelte.ts';
import type { Session } from './session.ts';
import { applyTheme, savedTheme } from './shell/theme.ts';

applyTheme(
  document.documentElement,
  savedTheme(() => localStorage),
);

let loading: Promise<BrowserLab> | null = null;
/** One lab for the page; a load that failed is tried again on the next call. */
function lab(): Promise<BrowserLab> {
  loading ??= import('../browser/lab.ts')
    .then(({ createLab }) => createLab())
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

let sessions: SessionPool | null = null;
async function openSession(runId: string): Promise<Session> {
  const [opened, { SessionPool }] = await Promise.all([lab(), import('./run-session.svelte.ts')]);
  sessions ??= new SessionPool(opened, (id) => {
    location.hash = HREF.run(id);
  });
  return sessions.open(runId);
}

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no element with the id "app".');
export default mount(App, {
  target,
  props: { lab, openSession },
});
