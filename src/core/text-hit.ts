// A place in a text that says something of the person who is sought. Offsets are those of the text as it is stored, in code units.

export interface Hit {
  readonly from: number;
  readonly to: number;
  /** A machine may take it out by itself; else only by a person's word. */
  readonly sure: boolean;
  readonly by: 'email' | 'phone' | 'name' | 'id';
}
