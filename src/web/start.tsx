// The first steps in the browser: session, language, then the app. Invariants: whoever is not signed in goes to the login page
// and comes back to where they were; a server that does not answer is said in both languages, for none is known yet.
import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import 'mantine-datatable/styles.layer.css';
import './theme/global.css';
import 'dayjs/locale/en-gb';
import 'dayjs/locale/fi';
import { createRoot } from 'react-dom/client';
import { createApi } from './api.ts';
import { App } from './app.tsx';
import { languageChoice } from './choices.ts';
import { createLanguage, languageOf } from './i18n/language.ts';
import type { Outside } from './outside.ts';
import type { Page } from './pages.ts';
import { createPreferences, preferred } from './preferences.ts';
import { problemOf } from './problem.ts';
import { SESSION, sessionSchema, type Session } from './session.ts';
import { createSignal } from './signal.ts';
import { Unreachable } from './unreachable.tsx';

declare global {
  /** Read by the packages below Mantine that make style elements (vite.config.ts). */
  var styleNonce: string;
}

export async function start(pages: readonly Page[], now: () => number): Promise<void> {
  const root = createRoot(document.getElementById('root') ?? document.body);
  globalThis.styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  let session: Session | null = null;
  const signedOut = createSignal();
  const api = createApi({
    base: '/api/v1',
    fetch: (...request) => fetch(...request),
    csrfToken: () => session?.csrfToken ?? null,
    onSignedOut: () => signedOut.set(session !== null),
  });
  try {
    session = await api.get(SESSION.read, sessionSchema);
  } catch (error) {
    if (problemOf(error).kind === 'signed-out') leaveTo(api.href(SESSION.login, { returnTo: location.pathname + location.search }));
    else root.render(<Unreachable problem={problemOf(error)} />);
    return;
  }
  const outside: Outside = { api, now, signedOut, leaveTo };
  const preferences = createPreferences(storageOf());
  const chosen = preferred(preferences.read(languageChoice.key), languageChoice.schema, null);
  const language = await createLanguage(languageOf([chosen, session.language, ...navigator.languages]));
  root.render(<App {...{ pages, session, outside, preferences, language, styleNonce: globalThis.styleNonce }} />);
}

function leaveTo(address: string): void {
  location.assign(address);
}

/** Merely asking for it is an error where it is switched off. */
function storageOf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
