// What a person reads when a sign-in did not lead into the app, or after leaving it. Invariant: each page says what happened, what to do,
// and has a way on where there is one.
import { AccessError, isExpected } from '../../lib/errors.ts';
import { page } from '../page.ts';
import type { Language, PageLink, Text } from '../page.ts';
import type { TextReply } from '../route.ts';

const FAILED: Text = { fi: 'Kirjautuminen ei onnistunut', en: 'You were not signed in' };
const AGAIN: Text = { fi: 'Kirjaudu uudelleen', en: 'Sign in again' };

const again = (login: string): readonly PageLink[] => [{ href: login, text: AGAIN }];

/** No identity provider is set: only the one-time link leads in. */
export function noProviderPage(language: Language): TextReply {
  return page(503, language, { fi: 'Kirjautumista ei ole vielä otettu käyttöön', en: 'Sign-in is not set up yet' }, {
    fi: 'Sauma ei tiedä, missä tähän organisaatioon kirjaudutaan.\nYlläpitäjä: aseta palvelimella OIDC_ISSUER, OIDC_CLIENT_ID ja OIDC_CLIENT_SECRET ja käynnistä Sauma uudelleen. Siihen asti pääset sisään kertakäyttöisellä linkillä, jonka "npx sauma users invite-admin" tulostaa.',
    en: 'Sauma does not know where the people of this organisation sign in.\nIf you run this server: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET and restart Sauma. Until then you enter by the one-time link that "npx sauma users invite-admin" prints.',
  });
}

/** By an address that is not this installation's. */
export function addressPage(language: Language): TextReply {
  return page(400, language, FAILED, {
    fi: 'Sauma ei tunne osoitetta, jolla avasit tämän sivun. Ylläpitäjä: aseta palvelimella SAUMA_PUBLIC_URL osoitteeksi, jota selaimet käyttävät, ja käynnistä Sauma uudelleen.',
    en: 'Sauma does not know the address by which you opened this page. If you run this server: set SAUMA_PUBLIC_URL to the address that browsers use, and restart Sauma.',
  });
}

/** A login that is unknown, used, too old, or of another browser: which of them is not told. */
export function staleLoginPage(language: Language, login: string): TextReply {
  return page(403, language, FAILED, {
    fi: 'Kirjautuminen kesti liian kauan, tai se aloitettiin toisessa selaimessa.',
    en: 'The sign-in took too long, or it was begun in another browser.',
  }, again(login));
}

export function staleInvitationPage(language: Language, login: string): TextReply {
  return page(403, language, FAILED, {
    fi: 'Linkki on jo käytetty, tai se ei ole enää voimassa. Uuden saat palvelimella komennolla "npx sauma users invite-admin".',
    en: 'The link has been used, or it is no longer valid. "npx sauma users invite-admin" on the server prints a new one.',
  }, again(login));
}

/** They are who they say, and no line of the map is about them. */
export function noRolePage(language: Language, login: string, name: string): TextReply {
  return page(403, language, { fi: 'Sinulla ei ole roolia Saumassa', en: 'You have no role in Sauma' }, {
    fi: `Kirjautuminen onnistui (${name}), mutta tunnistuspalvelu ei kerro sinulle yhtään ryhmää, jolla Saumaan pääsee.\nPyydä ylläpitäjää lisäämään sinut ryhmään, ja kirjaudu sitten uudelleen.`,
    en: `You are signed in (${name}), but the identity provider names no group of yours that may enter Sauma.\nAsk your administrator to add you to one, and then sign in again.`,
  }, again(login));
}

export function leftPage(language: Language, login: string): TextReply {
  return page(200, language, { fi: 'Olet kirjautunut ulos', en: 'You have signed out' }, { fi: 'Istunto on päättynyt tässä selaimessa.', en: 'The session in this browser has ended.' }, again(login));
}

/** Throws what is no outcome of a login. */
export function failedLoginPage(language: Language, login: string, error: unknown): TextReply {
  if (!isExpected(error)) throw error;
  if (error.code === 'sign-in-denied') return page(403, language, FAILED, { fi: 'Kirjautuminen keskeytettiin tunnistuspalvelussa.', en: 'The sign-in was cancelled at the identity provider.' }, again(login));
  if (error instanceof AccessError) {
    return page(403, language, FAILED, {
      fi: 'Tunnistuspalvelun vastaus ei ollut sellainen kuin piti. Jos näin käy uudelleen, kerro ylläpitäjälle: palvelimen loki kertoo syyn.',
      en: 'The answer of the identity provider was not as it should be. If it happens again, tell your administrator: the log of the server says why.',
    }, again(login));
  }
  return page(503, language, FAILED, { fi: 'Tunnistuspalvelu ei vastaa juuri nyt. Yritä hetken kuluttua uudelleen.', en: 'The identity provider does not answer just now. Try again in a while.' }, again(login));
}
