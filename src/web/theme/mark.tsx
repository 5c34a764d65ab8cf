// The mark of Sauma: two halves held together by three stitches. Drawn in the text's own colour and the colour of the thread.
import type { ReactElement } from 'react';

export function Mark({ size = 28 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M13.5 2H9a7 7 0 0 0-7 7v14a7 7 0 0 0 7 7h4.5z" fill="var(--mantine-color-spruce-8)" />
      <path d="M18.5 2H23a7 7 0 0 1 7 7v14a7 7 0 0 1-7 7h-4.5z" fill="var(--mantine-color-spruce-5)" />
      <path d="M10 6.5l12 4M10 14l12 4M10 21.5l12 4" stroke="var(--mantine-color-thread-4)" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
