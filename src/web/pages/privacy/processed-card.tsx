// One kind of data in the record of processing: why, on what ground, of whom, where it is, who sees it and how it goes.
import { Card, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import type { z } from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import classes from './processing.module.css';

type Told = z.output<(typeof CONTRACTS)['processingRecord']['answer']>;

const SYSTEMS: Readonly<Partial<{ readonly [system: string]: string }>> = { severa: 'Severa', hubspot: 'HubSpot', sauma: 'Sauma' };
const WAYS = ['deleted', 'deleted-or-emptied', 'deleted-or-redacted', 'deleted-or-redacted-with-history', 'redacted', 'redacted-with-history', 'retained', 'expires', 'by-hand'] as const;

const nameOf = (system: string): string => SYSTEMS[system] ?? system;

export function ProcessedCard({ processed, categories }: { readonly processed: Told['data'][number]; readonly categories: Told['categories'] }): ReactElement {
  const { t, language } = useText();
  const { label, purpose, basis, subjects, kept, fields, systems, roles } = processed;
  const byCategory = [...Map.groupBy(fields, ({ category }) => category)];
  const way = (code: string): string => { const known = WAYS.find((one) => one === code); return known === undefined ? (code === '' ? t('rights:processing.how.none') : code) : t(`rights:processing.how.${known}`); };
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t('rights:processing.purpose'), purpose[language]],
    [t('rights:processing.basis'), basis[language]],
    [t('rights:processing.subjects'), subjects[language]],
    ...(byCategory.length === 0 ? [] : [[t('rights:processing.data'), byCategory.map(([category, those]) => <div key={category}><b>{categories[category]?.[language] ?? category}:</b> {those.map((field) => field.label[language]).join(', ')}</div>)] as const]),
    [t('rights:processing.where'), systems.map(({ system, writes }) => `${nameOf(system)} (${t(writes ? 'rights:processing.writes' : 'rights:processing.readsOnly')})`).join(', ')],
    [t('rights:processing.forgets'), systems.map(({ system, forgets }) => `${nameOf(system)}: ${way(forgets)}`).join('; ')],
    [t('rights:processing.roles'), roles.length === 0 ? t('rights:processing.nobody') : roles.map((role) => role.label[language]).join(', ')],
    [t('rights:processing.kept'), kept[language]],
  ];
  return (
    <Card component="article" className={classes['card'] ?? ''}>
      <Title order={3}>{label[language]}</Title>
      <dl className={classes['facts']}>{rows.map(([name, text]) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}</dl>
    </Card>
  );
}
