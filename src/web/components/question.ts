// What a person is asked before something that is hard to take back (confirm.tsx).
import type { ReactNode } from 'react';

export interface Question {
  readonly title: string;
  readonly text: ReactNode;
  /** The deed, as on the button: "Delete the rule". */
  readonly yes: string;
  readonly dangerous?: boolean;
  /** A word to be typed first, for what cannot be undone. */
  readonly word?: string;
}
