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

/** `seen`: the version of the last change that its maker knew of; 0: none. */
export type SettingChange = Pick<SettingOverride, 'path' | 'value'> & { readonly seen: number };

export interface SettingOverrides {
  /** The last change of each setting, by path; with `history` every change, the newest of a setting first. */
  settings(query?: { readonly history: boolean }): Promise<readonly SettingOverride[]>;
  /** All of them or, where one of them was not the last change any more, none: then the answer is false. */
  saveSettings(changes: readonly SettingChange[], by: string): Promise<boolean>;
}

/** Whether each change was made on the last one of its setting. */
export function areSeen(changes: readonly SettingChange[], known: readonly Pick<SettingOverride, 'path' | 'version'>[]): boolean {
  const versions = new Map(known.map(({ path, version }) => [path, version]));
  return changes.every(({ path, seen }) => {
    const isSeen = (versions.get(path) ?? 0) === seen;
    // Of two changes of one setting, the second one's maker has not seen the first.
    versions.set(path, seen + 1);
    return isSeen;
  });
}
