/** Addresses of an OpenAI-compatible API, from whatever a person pasted. */
import { LabError } from '../../errors.ts';

/** Routes that people paste with the base. */
const PASTED = /^(.*)\/(?:chat\/completions|models|fine_tuning\/jobs|fine-tunes|api\/fine-tuning\/jobs)$/u;

/**
 * The address of a route. Accepts a base with or without a slash at its end, `/v1`, or a whole route such as
 * `/chat/completions`; a base without any version gets `/v1`. A query stays, as some hosts version by it.
 * Throws LabError `bad-address`.
 * @param route as it stands behind the version; one that begins with `/` stands in its place
 */
export function endpoint(baseUrl: string, route: string): string {
  const url = parsed(baseUrl);
  const path = url.pathname.replace(/\/+$/u, '');
  const pasted = PASTED.exec(path)?.[1];
  if (route.startsWith('/')) {
    url.pathname = `${(pasted ?? path).replace(/\/v\d[^/]*$/u, '')}${route}`;
  } else {
    const versioned = path.split('/').some((part) => /^v\d/u.test(part));
    url.pathname = `${pasted ?? (versioned ? path : `${path}/v1`)}/${route}`;
  }
  url.hash = '';
  return url.href;
}

/** Host and port, for people. */
export function hostOf(baseUrl: string): string {
  return parsed(baseUrl).host;
}

/** Whether it is this computer: exempt from mixed-content rules, and usually the person's to configure. */
export function isLocal(baseUrl: string): boolean {
  const { hostname } = parsed(baseUrl);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./u.test(hostname)
  );
}

function parsed(baseUrl: string): URL {
  let url: URL;
  try {
    url = new URL(baseUrl.trim());
  } catch {
    throw badAddress('The address of the API is no web address.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw badAddress('The address of the API must begin with https:// or http://.');
  }
  // fetch refuses such addresses, and they would put a secret into titles and logs.
  if (url.username !== '' || url.password !== '')
    throw badAddress('The address of the API holds a name or password.');
  const other = [...url.searchParams.keys()].find((name) => !/^(api-)?version$/iu.test(name));
  if (other !== undefined)
    throw badAddress(`The address of the API holds the parameter "${other}", which may be a key.`);
  return url;
}

function badAddress(message: string): LabError {
  return new LabError(
    'bad-address',
    message,
    'Give an address like https://api.example.org/v1, and the key in its own field.',
  );
}
