// Notices that the session is over, without throwing away what stands on the page: it can be taken up again after signing in beside.
import { lazy, Suspense, useSyncExternalStore, type ReactElement } from 'react';
import { useOutside } from '../outside.ts';

const SessionOverDialog = lazy(() => import('./session-over-dialog.tsx'));

export function SessionOver(): ReactElement | null {
  const { signedOut } = useOutside();
  const over = useSyncExternalStore(signedOut.listen, signedOut.on);
  return over ? <Suspense fallback={null}><SessionOverDialog /></Suspense> : null;
}
