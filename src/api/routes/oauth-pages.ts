// What an admin reads at the end of an install, whichever way it ended. Invariant: each page says what was done and what to do.
import { AccessError, isExpected } from '../../lib/errors.ts';
import { page } from '../page.ts';
import type { Language, Text } from '../page.ts';
import type { ApiReply } from '../route.ts';

const FAILED: Text = { fi: 'Yhteyttä ei muodostettu', en: 'Not connected' };
const AGAIN: Text = {
  fi: 'Mitään ei tallennettu. Aja palvelimella "npx sauma connect hubspot" ja avaa sen tulostama osoite.',
  en: 'Nothing was kept. Run "npx sauma connect hubspot" on the server and open the address it prints.',
};

const because = (fi: string, en: string, then: Text = AGAIN): Text => ({ fi: `${fi} ${then.fi}`, en: `${en} ${then.en}` });
const ADVICE: ReadonlyMap<string, Text> = new Map(Object.entries({
  'client-refused': because('HubSpot ei tunne sovellusta.', 'HubSpot does not know this app.', {
    fi: 'Tarkista HUBSPOT_CLIENT_ID ja HUBSPOT_CLIENT_SECRET, käynnistä palvelu uudelleen ja yritä sitten uudelleen. Mitään ei tallennettu.',
    en: 'Check HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET, restart the service, and then try again. Nothing was kept.',
  }),
  'other-account': because('Tämä työtila on yhdistetty toiseen HubSpot-tiliin.', 'This workspace is connected to another HubSpot account.', {
    fi: 'Valitse asennussivulla sama tili, tai yhdistä toinen tili omaan työtilaansa. Mitään ei tallennettu.',
    en: 'Choose the same account on the install page, or connect the other one to a workspace of its own. Nothing was kept.',
  }),
}));

export function connectedPage(language: Language, account: string): ApiReply {
  return page(200, language, { fi: 'HubSpot on yhdistetty', en: 'HubSpot is connected' }, {
    fi: `HubSpot-tili ${account} on nyt yhdistetty. Voit sulkea tämän sivun.`,
    en: `The HubSpot account ${account} is now connected. You can close this page.`,
  });
}

/** A ticket or state that is unknown, used, too old, or from another browser: which of them is not told. */
export function overPage(language: Language): ApiReply {
  return page(403, language, FAILED, because('Linkki ei ole enää voimassa, tai se avattiin toisessa selaimessa.', 'The link is no longer valid, or it was opened in another browser.'));
}

export function deniedPage(language: Language): ApiReply {
  return page(403, language, FAILED, because('HubSpotissa ei annettu lupaa.', 'Consent was not given in HubSpot.'));
}

export function notSetUpPage(language: Language): ApiReply {
  return page(404, language, FAILED, {
    fi: 'HubSpotia ei ole määritetty yhdistettäväksi näin. Aseta HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET ja SAUMA_PUBLIC_URL.',
    en: 'HubSpot is not set up to be connected like this. Set HUBSPOT_CLIENT_ID, HUBSPOT_CLIENT_SECRET and SAUMA_PUBLIC_URL.',
  });
}

/** Throws what is no outcome of an install. */
export function failedPage(language: Language, error: unknown): ApiReply {
  if (!isExpected(error)) throw error;
  const advice = ADVICE.get(error.code);
  if (advice) return page(403, language, FAILED, advice);
  if (error instanceof AccessError) return page(403, language, FAILED, because('HubSpot ei hyväksynyt asennusta.', 'HubSpot did not accept the install.'));
  return page(503, language, FAILED, because('HubSpot ei vastannut kuten piti.', 'HubSpot did not answer as it should.'));
}
