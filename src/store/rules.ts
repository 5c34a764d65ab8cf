// What a workspace keeps of the rules that people have changed, on top of the installation's policy. Invariant: a change never
// replaces the one before it; the last counts, and every one says who made it and when.
import type { Rule } from '../core/rule.ts';
import type { EntityName, FieldName } from '../core/vocabulary.ts';

export interface RuleOverride {
  readonly entity: EntityName;
  readonly field: FieldName;
  /** Counts from 1 per field. */
  readonly version: number;
  /** Null: the installation's rule counts. */
  readonly rule: Rule | null;
  readonly by: string;
  readonly at: string;
}

export interface RuleOverrides {
  /** The last change of each field, by entity and field; with `history` every change, the newest of a field first. */
  rules(query?: { readonly history: boolean }): Promise<readonly RuleOverride[]>;
  /** False, and nothing is saved, where `seen` (0: none) is not the version of the last change any more. */
  saveRule(change: Pick<RuleOverride, 'entity' | 'field' | 'rule' | 'by'> & { readonly seen: number }): Promise<boolean>;
}
