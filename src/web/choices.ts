// The choices that are kept in the browser and read in more than one place: under which key, and what they may be.
import { flag, listOf, oneOf, orNull, text } from './checks.ts';
import { LANGUAGES } from './i18n/text-key.ts';

export const languageChoice = { key: 'language', schema: orNull(oneOf(...LANGUAGES)) } as const;
/** Whether single keys do something in lists: they must be possible to switch off. */
export const shortcutsChoice = { key: 'shortcuts', schema: flag } as const;
export const densityChoice = { key: 'density', schema: oneOf('comfortable', 'compact') } as const;
/** Ids of the columns that are hidden, per table. */
export const hiddenColumnsChoice = { key: (table: string): string => `columns-${table}`, schema: orNull(listOf(text)) } as const;
