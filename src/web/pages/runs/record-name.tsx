// A record by its name, leading to its page; without a name to whoever may not see it, by its kind and the beginning of its id.
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { RecordLink } from '../../components/record-link.tsx';
import { useText } from '../../i18n/language.ts';
import { ENTITIES } from './run-text.ts';

interface RecordNameProps {
  readonly entity: string;
  /** Id of the link. */
  readonly record: string;
  readonly name?: string | undefined;
}

export function RecordName({ entity, record, name }: RecordNameProps): ReactElement {
  const { t } = useText();
  const known = ENTITIES.find((one) => one === entity);
  return (
    <>
      <RecordLink to={entity} id={record}>{name ?? record.slice(0, 8)}</RecordLink>
      <Text size="xs" c="dimmed">{known === undefined ? entity : t(`inbox:entity.${known}`)}</Text>
    </>
  );
}
