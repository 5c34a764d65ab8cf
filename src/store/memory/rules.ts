// Changed rules in memory, in the order they were made.
import type { Clock } from '../../lib/clock.ts';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { RuleOverride, RuleOverrides } from '../rules.ts';
import { order } from './queries.ts';

export function makeRules(clock: Clock): RuleOverrides {
  const changes: RuleOverride[] = [];
  return {
    rules: ({ history } = { history: false }) => {
      const newestFirst = changes.toSorted((a, b) => order(a.entity, b.entity) || order(a.field, b.field) || b.version - a.version);
      return Promise.resolve(newestFirst.filter((one, index) => history || newestFirst[index - 1]?.entity !== one.entity || newestFirst[index - 1]?.field !== one.field));
    },
    saveRule: ({ seen, ...change }) => {
      if (changes.filter(({ entity, field }) => entity === change.entity && field === change.field).length !== seen) return Promise.resolve(false);
      changes.push({ ...(storableJson(change) as typeof change), version: seen + 1, at: toInstant(clock.now()) });
      return Promise.resolve(true);
    },
  };
}
