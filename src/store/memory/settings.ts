// Changed settings in memory, in the order they were made.
import type { Clock } from '../../lib/clock.ts';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import { areSeen } from '../settings.ts';
import type { SettingOverride, SettingOverrides } from '../settings.ts';
import { order } from './queries.ts';

export function makeSettings(clock: Clock): SettingOverrides {
  const changes: SettingOverride[] = [];
  return {
    settings: ({ history } = { history: false }) => {
      const newestFirst = changes.toSorted((a, b) => order(a.path, b.path) || b.version - a.version);
      return Promise.resolve(newestFirst.filter((one, index) => history || newestFirst[index - 1]?.path !== one.path));
    },
    saveSettings: (saved, by) => {
      if (!areSeen(saved, changes)) return Promise.resolve(false);
      for (const { path, value, seen } of saved) changes.push({ path, version: seen + 1, value: storableJson(value), by, at: toInstant(clock.now()) });
      return Promise.resolve(true);
    },
  };
}
