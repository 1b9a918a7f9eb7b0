/** What every view may ask of the page around it. */
import type { Lab } from '../lab.ts';
import type { Session } from '../session.ts';

export interface Shell {
  /** Loads the heavy part of the page on the first call. */
  readonly lab: () => Promise<Lab>;
  readonly openSession: (runId: string) => Promise<Session>;
  readonly go: (href: string) => void;
  /** Puts the address right without leaving the view. */
  readonly rewrite: (href: string) => void;
  /** A view is there: names the page, and moves focus to its heading unless it is the first. */
  readonly arrive: (title: string, heading: HTMLElement | null) => void;
  /** Says something to those who do not see the page. */
  readonly say: (text: string) => void;
  /** Shows an error nobody else shows. */
  readonly report: (error: unknown) => void;
}
