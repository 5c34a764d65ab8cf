// Home of long text that HubSpot keeps as HTML: plain text goes there with its line breaks, and comes back as plain text. Invariant:
// what was encoded decodes to itself; markup that people use is read as the words in it.
import { codecs } from './codecs.ts';
import type { Codec } from './codecs.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

export const richText: Codec = {
  ...codecs.longText,
  encode: (value, context) => {
    const encoded = codecs.longText.encode(value, context);
    if ('cannot' in encoded) return encoded;
    const html = encoded.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(/\r\n?|\n/g, '<br>');
    return codecs.longText.encode(html, context);
  },
  decode: (text) => plainText(text) || null,
};

function plainText(html: string): string {
  const lines = html.replaceAll(/\r\n?|\n/g, ' ').replaceAll(/<br\s*\/?>|<\/(?:p|div|li|h[1-6]|tr)>/gi, '\n');
  return unescaped(lines.replaceAll(/<[^>]*>/g, '')).split('\n').map((line) => line.trim()).join('\n').trim();
}

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
    if (code !== null) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return entities[(name ?? '').toLowerCase()] ?? whole;
  });
}
