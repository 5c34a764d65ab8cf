// Whose sales a report is about. Invariant: the choice stands in the address, and an owner who is no longer listed stays in force.
import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useRegisterChoices } from '../registers/use-filter-choices.ts';

interface OwnerChoiceProps {
  /** Id in a system's registry; null: everybody's. */
  readonly value: string | null;
  readonly onChange: (owner: string | null) => void;
}

export function OwnerChoice({ value, onChange }: OwnerChoiceProps): ReactElement {
  const { t } = useText();
  const owners = useRegisterChoices()?.owners;
  const gone = owners !== undefined && value !== null && owners.every((owner) => owner.value !== value) ? [{ value, label: value }] : [];
  return <Select label={t('reports:column.owner')} value={value} onChange={onChange} data={[...(owners ?? []), ...gone]} placeholder={t('reports:pipeline.everybody')} clearable searchable w={220} />;
}
