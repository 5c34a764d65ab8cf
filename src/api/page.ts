// A plain page for a person who comes from another system and has no session with us, in the language their browser asks for.
// Invariant: what is put into it is text, never markup, and it loads nothing.
import type { TextReply } from './route.ts';

export type Language = 'fi' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** Of the two, the one that the browser names first. */
export function languageOf(headers: Readonly<Record<string, string>>): Language {
  const asked = (headers['accept-language'] ?? '').toLowerCase().split(',').map((one) => one.trim().slice(0, 2));
  return asked.find((one) => one === 'fi' || one === 'en') === 'fi' ? 'fi' : 'en';
}

export function page(status: number, language: Language, title: Text, text: Text): TextReply {
  const [head, body] = [escape(title[language]), escape(text[language])];
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${head} · Sauma</title></head><body><h1>${head}</h1><p>${body}</p></body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': language }, body: html };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
