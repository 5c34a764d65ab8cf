// The way to an account, a contact or a sales case. Invariant: it leads somewhere only for whoever may open the page; for others it is text.
import { Anchor } from '@mantine/core';
import { useContext, type ReactElement, type ReactNode } from 'react';
import { generatePath, Link } from 'react-router';
import { may } from '../rights.ts';
import { useSession } from '../session.ts';
import { PlaceContext } from './page-header.tsx';

const PATHS: Readonly<Record<string, string>> = { account: '/accounts/:id', contact: '/contacts/:id', salesCase: '/sales-cases/:id' };

interface RecordLinkProps {
  /** An entity; one that has no page is text. */
  readonly to: string;
  /** Id in Sauma; null: it is not known here. */
  readonly id: string | null;
  readonly children: ReactNode;
}

export function RecordLink({ to, id, children }: RecordLinkProps): ReactElement {
  const session = useSession();
  const path = PATHS[to];
  const page = useContext(PlaceContext)?.pages.find((one) => one.path === path);
  if (id === null || path === undefined || !page || !may(session, page.need)) return <>{children}</>;
  return <Anchor component={Link} to={generatePath(path, { id })} inherit>{children}</Anchor>;
}
