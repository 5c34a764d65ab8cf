// A plain page for a person who comes from another system and has no session with us, in the language their browser asks for.
// Invariant: what is put into it is text, never markup, and it loads nothing.
import { createHash } from 'node:crypto';
import type { Language } from '../store/sessions.ts';
import type { TextReply } from './route.ts';

export type { Language } from '../store/sessions.ts';

export type Text = Readonly<Record<Language, string>>;

/** Of the two, the one that the browser names first. */
export function languageOf(headers: Readonly<Record<string, string>>): Language {
  const asked = (headers['accept-language'] ?? '').toLowerCase().split(',').map((one) => one.trim().slice(0, 2));
  return asked.find((one) => one === 'fi' || one === 'en') === 'fi' ? 'fi' : 'en';
}

/** A way on from the page. */
export interface PageLink {
  readonly href: string;
  readonly text: Text;
}

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.5rem;line-height:1.25}a{color:inherit}.sauma{font-weight:600;letter-spacing:.02em;opacity:.7}`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

export function page(status: number, language: Language, title: Text, text: Text, links: readonly PageLink[] = []): TextReply {
  const head = escape(title[language]);
  const paragraphs = text[language].split('\n').map((one) => `<p>${escape(one)}</p>`).join('');
  const ways = links.map((link) => `<p><a href="${escape(link.href)}">${escape(link.text[language])}</a></p>`).join('');
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${head} · Sauma</title><style>${STYLE}</style></head><body><p class="sauma">Sauma</p><h1>${head}</h1>${paragraphs}${ways}</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': language, 'content-security-policy': POLICY }, body: html };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
