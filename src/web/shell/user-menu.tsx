// One's own menu in the header. What opens from it comes when it is asked for: it is not part of the first load.
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { UserButton } from './user-button.tsx';

const UserPanel = lazy(() => import('./user-panel.tsx'));

export function UserMenu(): ReactElement {
  const [asked, setAsked] = useState(false);
  const button = <UserButton onClick={() => setAsked(true)} />;
  return asked ? <Suspense fallback={button}><UserPanel /></Suspense> : button;
}
