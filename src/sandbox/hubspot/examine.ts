// Home of the rules a write must pass. Invariant: examining changes nothing, and lists every bad property at once, so
// that a refused write leaves the account as it was.
import { linked } from './links.ts';
import { objectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { findStage } from './pipelines.ts';
import type { Portal } from './portal.ts';
import { liveProperty } from './property-registry.ts';
import { holderOf, isUnique } from './records.ts';
import type { StoredRecord, Values } from './record.ts';
import { checkValue } from './values.ts';
import { invalid, refuse, textOr } from './wire.ts';
import type { ErrorEntry, Json, Refusal } from './wire.ts';

interface Problem {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** Values taken by earlier rows of the same batch: `property:value`. */
export type Claims = Set<string>;

export interface Examination {
  /** Checked values in canonical form; '' clears. */
  readonly values: Values;
  readonly problems: readonly Problem[];
  /** A refusal of another kind than bad values: a conflict, or required properties that are missing. */
  readonly refusal: Refusal | null;
}

interface WriteRequest {
  readonly portal: Portal;
  readonly type: ObjectType;
  readonly properties: Json;
  /** Null for a create. */
  readonly record: StoredRecord | null;
  readonly dated: boolean;
  readonly claims: Claims;
}

export function examine(request: WriteRequest): Examination {
  const { portal, type, record, claims } = request;
  const problems: Problem[] = [];
  const values: Record<string, string> = {};
  const context = {
    ownerIds: new Set(portal.owners.map((owner) => owner.id)),
    normaliseDomain: portal.settings.normaliseDomain,
  };
  let conflict: Refusal | null = null;
  for (const [name, raw] of Object.entries(request.properties)) {
    if (raw === null || typeof raw === 'object') throw invalid(`Invalid input JSON on line 1, column 1: property ${name} must be text`);
    const definition = liveProperty(portal.properties, type, name);
    if (definition === null) {
      problems.push({ name, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    if (definition.modificationMetadata.readOnlyValue || definition.calculated) {
      problems.push({ name, code: 'READ_ONLY_VALUE', message: `"${name}" is a read only property; its value cannot be set.` });
      continue;
    }
    const checked = checkValue(definition, textOr(raw, ''), { ...context, current: record?.values[name] ?? '' });
    if ('code' in checked) {
      problems.push({ name, ...checked });
      continue;
    }
    values[name] = checked.value;
    if (checked.value === '' || !isUnique(portal, type, name)) continue;
    const holder = holderOf(portal, type, name, checked.value);
    const claim = `${name}:${checked.value.toLowerCase()}`;
    if ((holder !== null && holder !== record) || claims.has(claim)) {
      if (type.name === 'contacts' && name === 'email') conflict ??= emailConflict(holder);
      else problems.push({ name, code: 'CONFLICTING_UNIQUE_VALUE', message: `Property "${name}" cannot be ${checked.value}: record ${holder?.id ?? 'of the same batch'} already has that value.` });
    }
    claims.add(claim);
  }
  if (record === null) addDefaults(request, values);
  problems.push(...stageProblems(request, values), ...invoiceProblems(request, values));
  if (record !== null) dropBackwardLifecycle(request, values);
  const missing = record === null ? missingOnCreate(request, values) : [];
  const required = missing.length > 0 ? missingProperties(type, missing) : null;
  const ruled = required ?? brokenRules(request, values);
  return { values, problems, refusal: conflict ?? ruled };
}

/** Throws what is wrong with all these writes together, or returns. */
export function demand(portal: Portal, examinations: readonly Examination[]): void {
  const problems = examinations.flatMap((examination) => examination.problems);
  if (problems.length > 0) throw badValues(portal, problems);
  for (const { refusal } of examinations) if (refusal !== null) throw refusal;
}

export function badValues(portal: Portal, problems: readonly Problem[]): Refusal {
  const details = problems.map(({ name, code, message }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId: Number(portal.settings.portalId),
  }));
  const errors: ErrorEntry[] = problems.map(({ name, code, message }) => ({ message, code, context: { propertyName: [name] } }));
  return invalid(`Property values were not valid: ${JSON.stringify(details)}`, { errors });
}

function emailConflict(holder: StoredRecord | null): Refusal {
  return refuse(409, 'CONFLICT', `Contact already exists. Existing ID: ${holder?.id ?? '0'}`);
}

function addDefaults({ portal, type }: WriteRequest, values: Record<string, string>): void {
  const stage = portal.settings.lifecycleOnCreate[type.name];
  if (stage !== undefined && values['lifecyclestage'] === undefined) values['lifecyclestage'] = stage;
  if (type.name === 'deals') {
    values['pipeline'] ||= portal.pipelines.get('deals')?.[0]?.id ?? 'default';
    values['deal_currency_code'] ||= portal.settings.companyCurrency;
  }
  if (type.name === 'invoices') values['hs_invoice_status'] ||= 'draft';
}

function stageProblems({ portal, type, record }: WriteRequest, values: Values): Problem[] {
  if (type.name !== 'deals' || (!values['dealstage'] && !values['pipeline'])) return [];
  const pipeline = values['pipeline'] || (record?.values['pipeline'] ?? '');
  const stage = values['dealstage'] || (record?.values['dealstage'] ?? '');
  if (stage === '' || findStage(portal.pipelines.get('deals') ?? [], pipeline, stage) !== null) return [];
  return [{ name: 'dealstage', code: 'INVALID_OPTION', message: `${stage} is not a stage of the pipeline ${pipeline}` }];
}

/** A billable invoice opens with a contact and a line item, and only a payment makes it paid. */
function invoiceProblems({ portal, type, record }: WriteRequest, values: Values): Problem[] {
  const status = values['hs_invoice_status'];
  const billable = (values['hs_invoice_billable'] ?? record?.values['hs_invoice_billable']) !== 'false';
  if (type.name !== 'invoices' || !billable || status === undefined || status === record?.values['hs_invoice_status']) return [];
  if (status === 'paid') return invoiceProblem('An invoice is paid by a payment only.');
  if (status !== 'open') return [];
  const complete = record !== null && ['contacts', 'line_items'].every((name) => linked(portal.links, record, objectType(name)).size > 0);
  return complete ? [] : invoiceProblem('An invoice needs a contact and a line item to be opened.');
}

function invoiceProblem(message: string): Problem[] {
  return [{ name: 'hs_invoice_status', code: 'INVALID_INVOICE_STATUS', message }];
}

/** Forward only: going back is accepted and ignored. */
function dropBackwardLifecycle({ portal, type, record }: WriteRequest, values: Record<string, string>): void {
  const wanted = values['lifecyclestage'];
  const current = record?.values['lifecyclestage'];
  if (!wanted || !current) return;
  if (lifecycleRank(portal, type, wanted) < lifecycleRank(portal, type, current)) delete values['lifecyclestage'];
}

export function lifecycleRank(portal: Portal, type: ObjectType, stage: string): number {
  const options = liveProperty(portal.properties, type, 'lifecyclestage')?.options ?? [];
  return options.findIndex((option) => option.value === stage);
}

function missingOnCreate({ type }: WriteRequest, values: Values): string[] {
  const missing = type.required.filter((name) => !values[name]);
  const none = type.requiredAny.length > 0 && type.requiredAny.every((name) => !values[name]);
  return none ? [...missing, ...type.requiredAny] : missing;
}

function missingProperties(type: ObjectType, names: readonly string[]): Refusal {
  return invalid(`Error creating ${type.singular.toUpperCase()}. Some required properties were not set.`, {
    errors: [{ message: `Error creating ${type.singular.toUpperCase()}. Some required properties were not set.`, code: 'MISSING_REQUIRED_PROPERTY', context: { properties: names } }],
  });
}

/** The rules an admin has set, which only dated paths enforce. */
function brokenRules({ portal, type, record, dated }: WriteRequest, values: Values): Refusal | null {
  if (!dated) return null;
  const after = { ...record?.values, ...values };
  const missing = portal.settings.requiredRules
    .filter((rule) => rule.objectType === type.name && (rule.when === null ? record === null : after[rule.when.property] === rule.when.equals))
    .flatMap((rule) => rule.require.filter((name) => !after[name]));
  return missing.length > 0 ? missingProperties(type, missing) : null;
}
