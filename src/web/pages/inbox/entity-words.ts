// What kinds of records are called.
import { useText } from '../../i18n/language.ts';
import { ENTITIES } from '../runs/run-text.ts';

export function useEntityWords(): { readonly wordOf: (entity: string) => string; readonly options: readonly { readonly value: string; readonly label: string }[] } {
  const { t } = useText();
  const words = ENTITIES.map((value) => ({ value, label: t(`inbox:entity.${value}`) }));
  return { wordOf: (entity) => words.find(({ value }) => value === entity)?.label ?? entity, options: words };
}
