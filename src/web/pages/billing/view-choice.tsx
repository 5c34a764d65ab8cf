// One of a few ways to look at the same thing: side by side where there is room, else a list to choose from.
import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactElement } from 'react';

interface ViewChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly data: { readonly value: string; readonly label: string }[];
}

export function ViewChoice({ label, value, onChange, data }: ViewChoiceProps): ReactElement {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  if (narrow) return <NativeSelect label={label} value={value} onChange={(event) => onChange(event.currentTarget.value)} data={data} />;
  return <SegmentedControl aria-label={label} value={value} onChange={onChange} data={data} />;
}
