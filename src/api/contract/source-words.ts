// What the CRM's sources of contacts are called, for pages and files alike. Invariant: a source that is not known here is shown as it
// stands.

const WORDS: Readonly<Record<string, Readonly<Record<'fi' | 'en', string>>>> = {
  ORGANIC_SEARCH: { fi: 'Hakukoneet', en: 'Organic search' },
  PAID_SEARCH: { fi: 'Hakumainonta', en: 'Paid search' },
  EMAIL_MARKETING: { fi: 'Sähköpostimarkkinointi', en: 'E-mail marketing' },
  SOCIAL_MEDIA: { fi: 'Sosiaalinen media', en: 'Social media' },
  PAID_SOCIAL: { fi: 'Some-mainonta', en: 'Paid social' },
  REFERRALS: { fi: 'Linkit muilta sivustoilta', en: 'Referrals' },
  AI_REFERRALS: { fi: 'Tekoälypalvelut', en: 'AI referrals' },
  OTHER_CAMPAIGNS: { fi: 'Muut kampanjat', en: 'Other campaigns' },
  DIRECT_TRAFFIC: { fi: 'Suora liikenne', en: 'Direct traffic' },
  OFFLINE: { fi: 'Verkon ulkopuolelta', en: 'Offline sources' },
};

export function sourceWord(source: string, locale: 'fi' | 'en'): string {
  return WORDS[source]?.[locale] ?? source;
}
