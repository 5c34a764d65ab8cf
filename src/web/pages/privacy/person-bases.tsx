// On what ground a person is kept, for whoever looks after privacy: read here, recorded on the contact's own page.
import { List, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import { SectionCard } from '../record/section-card.tsx';
import { basisWord } from './basis-words.ts';
import type { PersonData } from './use-person.ts';

export function PersonBases({ person: { bases, legalBases } }: { readonly person: PersonData }): ReactElement {
  const { t } = useText();
  return (
    <SectionCard title={t('rights:person.bases')}>
      {bases.length === 0 ? <Text size="sm">{t('rights:person.noBasis')}</Text> : <BasisList bases={bases} legalBases={legalBases} />}
    </SectionCard>
  );
}

interface BasisListProps extends Pick<PersonData, 'bases' | 'legalBases'> {
  readonly deed?: (basis: string) => ReactElement;
}

/** Each ground that stands, with where it is known from. */
export function BasisList({ bases, legalBases, deed }: BasisListProps): ReactElement {
  const { t } = useText();
  const { date, instant } = useFormat();
  return (
    <List size="sm" spacing="xs" listStyleType="none">
      {bases.map((basis) => {
        const known = legalBases.find((one) => one.basis === basis && one.ended === null);
        return (
          <List.Item key={basis}>
            <Text size="sm" fw={600}>{basisWord(t, basis)}</Text>
            <Text size="xs" c="dimmed">{known === undefined ? t('rights:contact.fromSystem') : t('rights:contact.since', { on: date(known.on), source: known.source, by: known.by, at: instant(known.at) })}</Text>
            {deed?.(basis)}
          </List.Item>
        );
      })}
    </List>
  );
}
