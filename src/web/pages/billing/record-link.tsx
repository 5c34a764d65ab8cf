// The way to an account, a contact or a sales case. Invariant: it leads somewhere only for whoever may open the page; for others it is text.
import { Anchor } from '@mantine/core';
import { useContext, type ReactElement, type ReactNode } from 'react';
import { generatePath, Link } from 'react-router';
import { PlaceContext } from '../../components/page-header.tsx';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';

const PATHS = { account: '/accounts/:id', contact: '/contacts/:id', deal: '/sales-cases/:id' } as const;

interface RecordLinkProps {
  readonly to: keyof typeof PATHS;
  /** Id in Sauma; null: it is not known here. */
  readonly id: string | null;
  readonly children: ReactNode;
}

export function RecordLink({ to, id, children }: RecordLinkProps): ReactElement {
  const session = useSession();
  const page = useContext(PlaceContext)?.pages.find(({ path }) => path === PATHS[to]);
  if (id === null || !page || !may(session, page.need)) return <>{children}</>;
  return <Anchor component={Link} to={generatePath(PATHS[to], { id })} size="sm">{children}</Anchor>;
}
