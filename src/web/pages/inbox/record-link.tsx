// A record by its name, leading to its page where it has one and the person may open it.
import { Anchor } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';

interface ListedRecord {
  readonly entity: string;
  readonly id: string;
  readonly name: string;
}

const PAGES: Readonly<Record<string, { readonly path: string; readonly right: string }>> = {
  account: { path: '/accounts', right: 'accounts' },
  contact: { path: '/contacts', right: 'contacts' },
  salesCase: { path: '/sales-cases', right: 'salesCases' },
};

export function RecordLink({ record: { entity, id, name } }: { readonly record: ListedRecord }): ReactElement {
  const session = useSession();
  const page = PAGES[entity];
  if (page === undefined || !may(session, { reads: [page.right] })) return <>{name}</>;
  return <Anchor component={Link} to={`${page.path}/${encodeURIComponent(id)}`} inherit>{name}</Anchor>;
}

const ENTITIES = ['account', 'contact', 'salesCase', 'activity'] as const;

/** What kinds of records are called. */
export function useEntityWords(): { readonly wordOf: (entity: string) => string; readonly options: readonly { readonly value: string; readonly label: string }[] } {
  const { t } = useText();
  const words = ENTITIES.map((value) => ({ value, label: t(`inbox:entity.${value}`) }));
  return { wordOf: (entity) => words.find(({ value }) => value === entity)?.label ?? entity, options: words };
}
