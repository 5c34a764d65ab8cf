// Web addresses: scheme, `www.`, case of the host and a trailing slash make no difference; a query does.

/** Host, path and query, e.g. `acme.fi` or `acme.fi/kauppa?kieli=fi`. */
export function normaliseUrl(value: string): string {
  const bare = value.trim().replace(/^(?:(?:[a-z][a-z0-9+.-]*:)?\/\/)+/iu, '');
  const [, host = '', rest = ''] = /^([^/?#]*)([\s\S]*)$/u.exec(bare) ?? [];
  const path = rest.replace(/\/+(?=$|[?#])/u, '').replace(/[?#/\s]+$/u, '');
  return `${host.trim().toLowerCase().replace(/(?::(?:80|443))+$/u, '').replace(/^(?:www\.)+/u, '')}${path}`;
}

/** The host of an address or an e-mail, without `www.`; null when there is none. */
export function hostOf(value: string): string | null {
  const address = /^[^\s/@]+@([^\s/@]+)$/u.exec(value.trim())?.[1] ?? value;
  const host = normaliseUrl(address).split(/[/?#]/u)[0] ?? '';
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(host) ? host : null;
}
