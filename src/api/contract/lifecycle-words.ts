// What the CRM's lifecycle stages are called, for pages and files alike. Invariant: a stage that a workspace has made up is shown as it
// stands.

const WORDS: Readonly<Record<string, Readonly<Record<'fi' | 'en', string>>>> = {
  subscriber: { fi: 'Tilaaja', en: 'Subscriber' },
  lead: { fi: 'Liidi', en: 'Lead' },
  marketingqualifiedlead: { fi: 'MQL', en: 'MQL' },
  salesqualifiedlead: { fi: 'SQL', en: 'SQL' },
  opportunity: { fi: 'Myyntimahdollisuus', en: 'Opportunity' },
  customer: { fi: 'Asiakas', en: 'Customer' },
  evangelist: { fi: 'Suosittelija', en: 'Evangelist' },
  other: { fi: 'Muu', en: 'Other' },
};

export function lifecycleWord(stage: string, locale: 'fi' | 'en'): string {
  return WORDS[stage]?.[locale] ?? stage;
}
