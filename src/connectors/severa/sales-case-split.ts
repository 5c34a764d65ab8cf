// Home of taking a write of a sales case apart: what goes to the project, what to its custom values, and what this one project
// cannot take. The same judgement serves `represent`, so that a plan and its write never disagree.
import { isMoney, isSet } from '../../core/value.ts';
import type { FieldName, Fields, Value } from '../../core/vocabulary.ts';
import type { Representation } from '../connector.ts';
import type { CustomFieldMap } from '../options.ts';
import type { Context } from './codecs.ts';
import { holdCustom, knownCustomFields } from './custom.ts';
import type { CustomValue } from './custom.ts';
import { take } from './field-map.ts';
import type { Verdict } from './field-map.ts';
import { salesCaseFields, stateOf } from './sales-case-map.ts';

export interface Split extends Verdict {
  /** Canonical name → vendor property and the value to send. */
  readonly project: Record<FieldName, { readonly property: string; readonly sent: unknown }>;
  readonly custom: readonly CustomValue[];
}

/** What is known of the project that is there already. */
export interface Present {
  readonly fields: Fields;
  /** ISO 4217 code of its money; null when nobody has looked. */
  readonly currency: string | null;
}

/** @param present null for a new project */
export function splitFields(fields: Fields, present: Present | null, maps: readonly CustomFieldMap[], context: Context): Split {
  const project: Split['project'] = {};
  const custom: CustomValue[] = [];
  const verdict: Verdict = { shown: {}, cannot: {} };
  const known = new Map(knownCustomFields('projects', maps, context).map((field) => [field.map.field.name, field]));
  for (const [name, value] of Object.entries(fields)) {
    const [own, ofCustom] = [salesCaseFields[name], known.get(name)];
    const obstacle = present && obstacleTo(name, value, present);
    if (obstacle) verdict.cannot[name] = obstacle;
    else if (own) take(verdict, name, own.hold(value, context), (sent) => void (project[name] = { property: own.property ?? name, sent }));
    else if (ofCustom) take(verdict, name, holdCustom(ofCustom.map.field.kind)(value, context), (sent, held) => void custom.push({ field: ofCustom, sent, value: held }));
    else verdict.cannot[name] = 'unknown-field';
  }
  const kept = present && keptContact(fields['contacts'], present.fields['contacts']);
  if (kept && 'contacts' in project) {
    delete project['contacts'];
    verdict.shown['contacts'] = [{ key: kept }];
  }
  return { project, custom, ...verdict };
}

/** @param shown what the case shows now; absent for a new one */
export function representSalesCase(fields: Fields, shown: Fields | undefined, maps: readonly CustomFieldMap[], context: Context): Representation {
  const split = splitFields(fields, shown ? { fields: shown, currency: null } : null, maps, context);
  const { stage } = split.shown;
  // The state is what the status says.
  const state = typeof stage === 'string' ? stateOf(stage, context) : undefined;
  return { fields: state === undefined ? split.shown : { ...split.shown, state }, cannot: split.cannot };
}

/** What is fixed once the project is there. */
function obstacleTo(name: FieldName, value: Value, { fields, currency }: Present): string | null {
  if (name === 'value' && isMoney(value)) {
    const own = isMoney(fields['value']) ? fields['value'].currency : currency;
    return own !== null && value.currency !== own ? 'other-currency' : null;
  }
  // An internal project cannot become a customer's.
  return name === 'internal' && value === false && fields['internal'] === true ? 'read-only' : null;
}

/** The present contact stays while it is among the wanted ones. */
function keptContact(wanted: Value | undefined, present: Value | undefined): string | null {
  const key = isSet(present) ? present[0]?.key : undefined;
  return key !== undefined && isSet(wanted) && wanted.some((element) => element.key === key) ? key : null;
}
