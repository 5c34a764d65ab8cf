// What has been done lately, as figures. Invariant: each record counts once per kind of deed, however often it was written.

export interface DoneCount<Entity extends string> {
  readonly entity: Entity;
  readonly side: 'psa' | 'crm' | 'local';
  /** update: also what was written over another value. */
  readonly action: 'create' | 'update' | 'archive';
  readonly records: number;
}

export interface DoneViews {
  /** What was carried out since an instant, by entity, side and deed. */
  doneSince<Entity extends string>(question: { readonly since: string; readonly entities: readonly Entity[] }): Promise<readonly DoneCount<Entity>[]>;
}
