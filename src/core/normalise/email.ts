// E-mail addresses that reach one mailbox, in one spelling: how they are told to be of one person. For comparing only, never a value to
// store: whatever was put around an address, or is not seen in it, makes no difference.

const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/** Small letters, without a tag (`aino+news@…`), without the dots where the provider passes over them, the domain in ASCII. */
export function normaliseEmail(email: string): string {
  const text = email.normalize('NFKC').replace(/[\p{Cf}\s]+/gu, '').toLowerCase();
  const bare = (/<([^<>]*@[^<>]*)>$/u.exec(text)?.[1] ?? text).replace(/^(?:mailto:)+/u, '').replace(/\.+$/u, '');
  const at = bare.lastIndexOf('@');
  if (at < 1) return bare;
  const written = bare.slice(at + 1);
  const domain = /\P{ASCII}/u.test(written) ? (URL.parse(`http://${written}`)?.hostname ?? written) : written;
  const name = bare.slice(0, at).replace(/(?<=.)\+.*$/u, '');
  return DOTLESS.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}
