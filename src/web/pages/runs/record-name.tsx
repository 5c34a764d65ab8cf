// A record by its name, leading to its page; without a name to whoever may not see it, by its kind and the beginning of its id.
import { Anchor, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useText } from '../../i18n/language.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { ENTITIES } from './run-text.ts';

const PAGES: Readonly<Record<string, { readonly path: string; readonly right: string }>> = {
  account: { path: '/accounts', right: 'accounts' },
  contact: { path: '/contacts', right: 'contacts' },
  salesCase: { path: '/sales-cases', right: 'salesCases' },
};

interface RecordNameProps {
  readonly entity: string;
  /** Id of the link. */
  readonly record: string;
  readonly name?: string | undefined;
}

export function RecordName({ entity, record, name }: RecordNameProps): ReactElement {
  const { t } = useText();
  const session = useSession();
  const page = PAGES[entity];
  const shown = name ?? record.slice(0, 8);
  const known = ENTITIES.find((one) => one === entity);
  return (
    <>
      {page && may(session, { reads: [page.right] }) ? <Anchor component={Link} inherit to={`${page.path}/${record}`}>{shown}</Anchor> : shown}
      <Text size="xs" c="dimmed">{known === undefined ? entity : t(`inbox:entity.${known}`)}</Text>
    </>
  );
}
