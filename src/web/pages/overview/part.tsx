// One part of the first page: a heading, what is behind it, and its figures. Invariant: while they are fetched their place is kept.
import { Anchor, Group, Skeleton, Title } from '@mantine/core';
import { useId, type ReactElement, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ErrorNotice } from '../../components/notices.tsx';
import classes from './overview.module.css';

interface PartProps {
  readonly title: string;
  /** To the page that tells more. */
  readonly more: { readonly to: string; readonly label: string } | null;
  readonly asked: { readonly isPending: boolean; readonly isError: boolean; readonly error: Error | null; readonly refetch: () => unknown };
  readonly children: ReactNode;
}

export function Part({ title, more, asked, children }: PartProps): ReactElement {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" align="baseline" mb="sm" gap="xs">
        <Title order={2} id={id}>{title}</Title>
        {more && <Anchor component={Link} to={more.to} size="sm">{more.label}</Anchor>}
      </Group>
      {asked.isError && <ErrorNotice error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending ? <Figures>{[1, 2, 3].map((at) => <Skeleton key={at} height={98} />)}</Figures> : children}
    </section>
  );
}

export function Figures({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={classes['figures']}>{children}</div>;
}
