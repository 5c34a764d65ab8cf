// Roles as people call them. Invariant: a role that the configuration has no more is shown by its own name.
import { Badge, Group, Text } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';

export type Roles = ReturnType<typeof CONTRACTS.roles.answer.parse>;

export function useRoles(): UseQueryResult<Roles> {
  const api = useApi();
  return useQuery({ queryKey: ['roles'], queryFn: ({ signal }) => api.ask(CONTRACTS.roles, { signal }), staleTime: Infinity });
}

/** @param none what stands there for no role at all */
export function RoleBadges({ names, all, none }: { readonly names: readonly string[]; readonly all: Roles | undefined; readonly none: string }): ReactElement {
  const { language } = useText();
  if (names.length === 0) return <Text span size="sm" c="dimmed">{none}</Text>;
  const label = (name: string): string => all?.roles.find((role) => role.name === name)?.label[language] ?? name;
  return <Group gap={4}>{names.map((name) => <Badge key={name} variant="light">{label(name)}</Badge>)}</Group>;
}
