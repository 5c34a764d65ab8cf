// What a right of config/roles.json is called. A right that has no name yet is shown by its own, rather than not at all.
import { useTranslation } from 'react-i18next';

export function useRightName(): (right: string) => string {
  const { t } = useTranslation('start');
  // The names come from the server, so the compiler cannot know them; a test holds them against config/roles.json.
  const byName = t as (key: string, options: { readonly defaultValue: string }) => string;
  return (right) => byName(`right.${right}`, { defaultValue: right });
}
