// The columns of the file of erasure requests. Invariant: nothing that tells who a request is about is in a file.
import type { FileColumn } from './sheet-file.ts';
import type { ToldItem } from './told-erasure.ts';

const STATES: Readonly<Record<ToldItem['state'], Readonly<Record<'fi' | 'en', string>>>> = {
  received: { fi: 'vastaanotettu', en: 'received' }, identityPending: { fi: 'henkilöllisyys varmistamatta', en: 'identity not confirmed' }, verified: { fi: 'henkilöllisyys varmistettu', en: 'identity confirmed' },
  discovering: { fi: 'tietoja etsitään', en: 'being looked for' }, review: { fi: 'tarkistettavana', en: 'in review' }, approved: { fi: 'hyväksytty', en: 'approved' }, armed: { fi: 'poisto alkoi', en: 'erasure began' },
  erasing: { fi: 'poistetaan', en: 'being erased' }, verifying: { fi: 'varmistetaan', en: 'being verified' }, completed: { fi: 'valmis', en: 'completed' }, retentionDue: { fi: 'säilytysaika päättyi', en: 'retention ended' },
  refused: { fi: 'evätty', en: 'refused' }, cancelled: { fi: 'peruttu', en: 'cancelled' },
};
const ORIGINS: Readonly<Record<ToldItem['origin'], Readonly<Record<'fi' | 'en', string>>>> = {
  web: { fi: 'kirjattu täällä', en: 'received here' }, commandLine: { fi: 'komentorivi', en: 'command line' }, api: { fi: 'rajapinta', en: 'API' }, crm: { fi: 'HubSpot', en: 'HubSpot' }, psa: { fi: 'Severa', en: 'Severa' },
};

export const ERASURE_COLUMNS: readonly FileColumn<ToldItem>[] = [
  { kind: 'text', label: { fi: 'Tunniste', en: 'Id' }, of: ({ id }) => id },
  { kind: 'text', label: { fi: 'Tila', en: 'State' }, of: ({ state }, locale) => STATES[state][locale] },
  { kind: 'instant', label: { fi: 'Saapui (UTC)', en: 'Received (UTC)' }, of: ({ receivedAt }) => receivedAt },
  { kind: 'date', label: { fi: 'Vastattava viimeistään', en: 'Answer by' }, of: ({ dueOn }) => dueOn },
  { kind: 'decimal', label: { fi: 'Päiviä jäljellä', en: 'Days left' }, of: ({ daysLeft }) => String(daysLeft) },
  { kind: 'instant', label: { fi: 'Hyväksytty (UTC)', en: 'Accepted (UTC)' }, of: ({ acceptedAt }) => acceptedAt },
  { kind: 'instant', label: { fi: 'Tehty (UTC)', en: 'Done (UTC)' }, of: ({ doneAt }) => doneAt },
  { kind: 'instant', label: { fi: 'Varmistettu (UTC)', en: 'Verified (UTC)' }, of: ({ verifiedAt }) => verifiedAt },
  { kind: 'text', label: { fi: 'Mistä tuli', en: 'Came from' }, of: ({ origin }, locale) => ORIGINS[origin][locale] },
  { kind: 'text', label: { fi: 'Kirjasi', en: 'Received by' }, of: ({ requestedBy }) => requestedBy },
];
