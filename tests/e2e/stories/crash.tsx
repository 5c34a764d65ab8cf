// A page with a fault in it.
import type { ReactElement } from 'react';

export default function Crash(): ReactElement {
  throw new Error('planted');
}
