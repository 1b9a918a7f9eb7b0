/** Numbers and times as people read them. */

const LANGUAGE = 'en';

const bytes = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(LANGUAGE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });
const date = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'long', timeStyle: 'short' });

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** 1536000 as "1.5 MB" (decimal units, as browsers and disks count). */
export function formatBytes(value: number): string {
  let unit = 0;
  let shown = value;
  while (shown >= 999.95 && unit < UNITS.length - 1) {
    shown /= 1000;
    unit += 1;
  }
  return `${bytes.format(shown)} ${UNITS[unit] ?? ''}`;
}

/** A share as "68.3%". */
export function formatShare(value: number): string {
  return percent.format(value);
}

/** A count with its noun: "1 seed", "40 seeds". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString(LANGUAGE)} ${n === 1 ? one : many}`;
}

/** How long ago: "just now", "5 minutes ago", "yesterday"; a date after a week. */
export function formatAgo(then: number, now: number): string {
  const seconds = (now - then) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < 45 * 60) return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 22 * 3600) return relative.format(-Math.max(1, Math.round(seconds / 3600)), 'hour');
  const days = Math.max(1, Math.round(seconds / 86_400));
  return days <= 7 ? relative.format(-days, 'day') : date.format(then);
}

/** The full moment, for a title. */
export function formatMoment(then: number): string {
  return moment.format(then);
}
