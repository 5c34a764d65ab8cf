// Which settings stand together on the page. Invariant: every setting is in exactly one group.
export const SETTING_GROUPS = ['connections', 'features', 'amounts', 'matching', 'gates', 'deletes', 'guard', 'billing', 'retention', 'privacy', 'pace', 'schedules', 'login', 'other'] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

const PATHS: readonly (readonly [path: RegExp, group: SettingGroup])[] = [
  [/^(connections|limits)\.|^searchLagMs$/u, 'connections'],
  [/^features\.|^(activityTypes|customFields)$/u, 'features'],
  [/^rollUps\./u, 'amounts'],
  [/^(businessIdProperties|freeMailDomains|stageMap)$/u, 'matching'],
  [/^policy\.\w+\.gates\./u, 'gates'],
  [/^policy\.\w+\.deletes\./u, 'deletes'],
  [/^guard\./u, 'guard'],
  [/^billing\.|^currency$/u, 'billing'],
  [/^retention\./u, 'retention'],
  [/^privacy\./u, 'privacy'],
  [/^guardedWrite\.|^(linksPerBatch|cycleSeconds|leaseMs|sweepLooks)$/u, 'pace'],
  [/^schedules\./u, 'schedules'],
  [/^login\./u, 'login'],
];

export function settingGroupOf(path: string): SettingGroup {
  return PATHS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}
