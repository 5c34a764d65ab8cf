// A part of a record's page: its heading, what can be done there, and what stands in it.
import { Card, Group, Title } from '@mantine/core';
import { useId, type ReactElement, type ReactNode } from 'react';

interface SectionCardProps {
  /** Absent: what stands in it has a heading of its own. */
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function SectionCard({ title, action, children }: SectionCardProps): ReactElement {
  const heading = useId();
  if (title === undefined) return <Card>{children}</Card>;
  return (
    <Card component="section" aria-labelledby={heading}>
      <Group justify="space-between" mb="xs" gap="xs"><Title order={2} id={heading}>{title}</Title>{action}</Group>
      {children}
    </Card>
  );
}
