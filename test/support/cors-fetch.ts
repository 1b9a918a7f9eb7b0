/**
 * Node's fetch with a browser's rules on top: preflights, refused responses, opaque ones. Node itself has
 * no origin, so code that must tell CORS faults apart is tested through this.
 */

const SIMPLE_HEADERS = new Set(['accept', 'accept-language', 'content-language']);

/** @param origin the page's origin, for example `https://lab.example.org` */
export function corsFetch(origin: string): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init.headers);
    const signal = init.signal ? { signal: init.signal } : {};
    if (init.mode === 'no-cors') {
      headers.set('origin', origin);
      await (await fetch(url, { ...init, headers })).arrayBuffer();
      // The Response constructor makes no opaque ones, and refuses their status 0.
      const opaque = new Response(null);
      Object.defineProperties(opaque, {
        type: { value: 'opaque' },
        status: { value: 0 },
        ok: { value: false },
      });
      return opaque;
    }
    const asked = [...headers.keys()].filter((name) => !SIMPLE_HEADERS.has(name));
    if (asked.length > 0) {
      const preflight = await fetch(url, {
        ...signal,
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': asked.join(',') },
      });
      const allowed = (preflight.headers.get('access-control-allow-headers') ?? '')
        .toLowerCase()
        .split(/,\s*/u);
      if (!preflight.ok || !admits(preflight, origin) || !asked.every((name) => allowed.includes(name)))
        refuse();
    }
    headers.set('origin', origin);
    const response = await fetch(url, { ...init, headers });
    if (!admits(response, origin)) refuse();
    return response;
  };
}

function admits(response: Response, origin: string): boolean {
  return ['*', origin].includes(response.headers.get('access-control-allow-origin') ?? '');
}

/** Browsers tell a page no more than this. */
function refuse(): never {
  throw new TypeError('Failed to fetch');
}
