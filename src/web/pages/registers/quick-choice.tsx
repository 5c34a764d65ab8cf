// The choice above a register that people make many times a day: one of a few kinds of records. Invariant: it stands in the address like
// every filter, and choosing begins at the first page.
import { Group, NativeSelect, SegmentedControl, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';

interface QuickChoiceProps<Kind extends string> {
  /** Of the address. */
  readonly name: string;
  readonly label: string;
  /** The first one is usual and stands in no address. */
  readonly kinds: readonly { readonly value: Kind; readonly label: string }[];
  readonly value: Kind;
  readonly hint?: string;
}

export function QuickChoice<Kind extends string>({ name, label, kinds, value, hint }: QuickChoiceProps<Kind>): ReactElement {
  const [, setParams] = useSearchParams();
  const narrow = useMediaQuery('(max-width: 36em)', undefined, { getInitialValueInEffect: false });
  const choose = (kind: Kind): void => setParams((kept) => withParameter(kept, name, kind === kinds[0]?.value ? null : kind), { replace: true });
  return (
    <Group gap="sm">
      {narrow
        ? <NativeSelect aria-label={label} value={value} onChange={(event) => choose(event.currentTarget.value as Kind)} data={[...kinds]} />
        : <SegmentedControl<Kind> aria-label={label} value={value} onChange={choose} data={[...kinds]} />}
      {hint !== undefined && <Text size="sm" c="dimmed">{hint}</Text>}
    </Group>
  );
}

/** The address with the parameter, from the list's first page: a cursor belongs to its question. Null takes it away. */
export function withParameter(kept: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const params = new URLSearchParams(kept);
  for (const gone of [name, 'cursor', 'page']) params.delete(gone);
  if (value !== null) params.set(name, value);
  return params;
}

/** What the address says, if it is one of these; else the first. */
export function useKind<Kind extends string>(name: string, kinds: readonly [Kind, ...Kind[]]): Kind {
  const [params] = useSearchParams();
  return kinds.find((kind) => kind === params.get(name)) ?? kinds[0];
}
