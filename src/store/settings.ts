// What a workspace keeps of the settings that people have changed, on top of the installation's files. Invariant: a change never
// replaces the one before it; the last of a setting counts, and every one says who made it and when.

export interface SettingOverride {
  /** Dotted, as in the files: `guard.updates.share`. */
  readonly path: string;
  /** Counts from 1 per setting. */
  readonly version: number;
  /** As it would stand in the file; null: what the file says counts. */
  readonly value: unknown;
  readonly by: string;
  readonly at: string;
}

export interface SettingOverrides {
  /** The last change of each setting, by path; with `history` every change, the newest of a setting first. */
  settings(query?: { readonly history: boolean }): Promise<readonly SettingOverride[]>;
  saveSetting(change: Pick<SettingOverride, 'path' | 'value' | 'by'>): Promise<void>;
}
