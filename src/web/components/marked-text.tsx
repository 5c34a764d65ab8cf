// One of two values beside each other: what only it has is marked by more than colour. Vendor data: shown as text and never as anything else.
import { Fragment, type ReactElement } from 'react';
import classes from './marked-text.module.css';
import type { Piece } from './text-diff.ts';

export function MarkedText({ pieces }: { readonly pieces: readonly Piece[] }): ReactElement {
  return <>{pieces.map(({ text, same }, index) => <Fragment key={index}>{same ? text : <mark className={classes['only']}>{text}</mark>}</Fragment>)}</>;
}
