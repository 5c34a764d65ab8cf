// Asking before something that is hard to take back. Invariant: the question names what will happen, the button says the deed,
// and Escape means no.
import { createContext, lazy, Suspense, useCallback, useContext, useState, type ReactElement, type ReactNode } from 'react';
import type { Question } from './question.ts';

type Ask = (question: Question) => Promise<boolean>;

// Few visits ask anything: its code is not part of the first load.
const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'));

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks the person, and waits for the answer. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

interface Open {
  readonly question: Question;
  readonly answer: (yes: boolean) => void;
}

export function ConfirmProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [open, setOpen] = useState<Open | null>(null);
  const [shown, setShown] = useState(false);
  const ask = useCallback<Ask>((question) => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    setOpen({ question, answer: resolve });
    setShown(true);
    return promise;
  }, []);
  const answer = (yes: boolean): void => {
    open?.answer(yes);
    setShown(false);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      {open && <Suspense fallback={null}><ConfirmDialog question={open.question} isShown={shown} onAnswer={answer} /></Suspense>}
    </ConfirmContext>
  );
}
