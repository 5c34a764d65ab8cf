// The demo's login page: whoever opens it chooses who to be. Invariant: it is one page of text and links, and loads nothing.
import { createHash } from 'node:crypto';
import type { IdentityPerson } from './people.ts';

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:8vh auto;padding:0 1.25rem}h1{font-size:1.5rem;margin:.25rem 0}p{margin:.25rem 0 1rem}ul{list-style:none;padding:0;margin:1.5rem 0;display:grid;gap:.5rem}a{display:block;padding:.75rem 1rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem;color:inherit;text-decoration:none}a:hover,a:focus-visible{border-color:currentColor}strong{display:block}span{opacity:.75}`;

export const LOGIN_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** @param address of the login of one person */
export function loginPage(people: readonly IdentityPerson[], address: (person: IdentityPerson) => string): string {
  const rows = people.map((person) => `<li><a href="${escape(address(person))}"><strong>${escape(person.name)}</strong><span>${escape(person.about)}</span></a></li>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Demo sign-in</title><style>${STYLE}</style></head><body><main><h1>Who would you like to be?</h1><p>This is the demo's own identity provider: invented people, no passwords. <span lang="fi">Kuka haluat olla? Valitse rooli.</span></p><ul>${rows}</ul></main></body></html>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
