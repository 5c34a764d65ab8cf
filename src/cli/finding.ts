// One thing that `doctor` has looked at. Invariant: whatever is wrong says what to do.
export interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'wrong' | 'note';
  readonly detail: string;
  readonly action: string | null;
}
