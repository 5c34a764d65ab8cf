// What people note beside the figures of an account or a project. Invariant: a remark says who wrote it and when, and is never
// changed: a wrong one is taken away, and a right one written.

export type Remarked = 'account' | 'project';

export interface Remark {
  readonly id: string;
  readonly about: Remarked;
  /** Id of the account's link, or of the project in the PSA. */
  readonly record: string;
  readonly text: string;
  /** The name that the caller goes by. */
  readonly author: string;
  /** UTC instant. */
  readonly at: string;
}

export interface Remarks {
  /** The newest first, at most a hundred. */
  of(about: Remarked, record: string): Promise<readonly Remark[]>;
  /** False: there is no such account or project. */
  add(remark: Remark): Promise<boolean>;
  /** False: it is gone already. */
  remove(id: string): Promise<boolean>;
}
