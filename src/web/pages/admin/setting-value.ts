// The value of a setting in words, for where it cannot be edited: what the file says, what it was before.
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { gateChoiceOf } from './gate-choice.ts';
import type { Setting } from './use-settings.ts';

export function useSettingText(): (setting: Pick<Setting, 'kind' | 'options' | 'unit'>, value: unknown) => string {
  const { t, language } = useText();
  const { number, list } = useFormat();
  const gateText = (value: unknown): string => {
    const choice = gateChoiceOf(value);
    return 'from' in choice ? `${t(`settings:gate.${choice.kind}`)} (${t(`settings:stage.${choice.from}`)})` : t(`settings:gate.${choice.kind}`);
  };
  return ({ kind, options, unit }, value) => {
    const called = (one: unknown): string => options?.find((option) => option.key === one)?.label[language] ?? String(one);
    if (value === null || value === undefined) return t('settings:nothing');
    if (kind === 'gate') return gateText(value);
    if (typeof value === 'boolean') return t(value ? 'settings:yes' : 'settings:no');
    if (typeof value === 'number' && (kind === 'rows' || kind === 'list')) return t('settings:entries', { count: value });
    if (typeof value === 'number') return `${number(value)}${unit === null ? '' : ` ${t(`settings:unit.${unit}`)}`}`;
    if (Array.isArray(value)) return value.length === 0 ? t('settings:nothing') : value.every((one) => typeof one === 'string') && value.length <= 8 ? list(value.map(called)) : t('settings:entries', { count: value.length });
    return typeof value === 'string' ? called(value) : JSON.stringify(value);
  };
}
