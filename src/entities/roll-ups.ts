// Roll-ups: figures worked out from mirrored rows, each a field of an account or a sales case like any other. Invariant: they are
// ours alone. They come from `local`, go to the CRM, and whatever somebody types over them there gives way; an amount is a field
// only where the installation has asked for that very amount.
import type { Rule } from '../core/rule.ts';
import type { EntityName, FieldName } from '../core/vocabulary.ts';
import { withCustomFields } from './entity.ts';
import type { Entity, FieldDefinition } from './entity.ts';

export interface RollUpField {
  readonly definition: FieldDefinition;
  /** Sums of money: off until somebody asks for them, because everybody in the CRM sees them. */
  readonly isAmount: boolean;
}

export const ROLL_UP_RULE: Rule = { flow: ['local>crm'], onConflict: ['local'], onFirst: ['local'] };

type Line = readonly [kind: FieldDefinition['kind'], category: FieldDefinition['category'], fi: string, en: string];

function declared(lines: Readonly<Record<FieldName, Line>>, isAmount: boolean): readonly RollUpField[] {
  return Object.entries(lines).map(([name, [kind, category, fi, en]]) => ({
    definition: { name, kind, category, label: { fi, en }, compare: 'exact', registry: null, target: null },
    isAmount,
  }));
}

/** Money is in the organisation's currency; `totalsByCurrency` says each currency's own: `EUR 1200.00; SEK 300.00`. */
export const ROLL_UPS: ReadonlyMap<EntityName, readonly RollUpField[]> = new Map([
  [
    'account',
    [
      ...declared(
        {
          customerSince: ['date', 'none', 'Asiakas alkaen', 'Customer since'],
          lastInvoiceOn: ['date', 'none', 'Viimeisin lasku', 'Last invoice on'],
          lastWorkOn: ['date', 'none', 'Viimeisin työ', 'Last work on'],
          nextBillingOn: ['date', 'none', 'Seuraava laskutus', 'Next billing on'],
          openProjects: ['number', 'none', 'Avoimia projekteja', 'Open projects'],
          invoiceCount: ['number', 'none', 'Laskuja', 'Invoices'],
          valueClass: ['text', 'company', 'Arvoluokka', 'Value class'],
          sizeClass: ['text', 'company', 'Kokoluokka', 'Size class'],
        },
        false,
      ),
      ...declared(
        {
          netInvoiced: ['money', 'company', 'Laskutettu yhteensä, hyvitykset vähennetty', 'Net invoiced'],
          netInvoiced12m: ['money', 'company', 'Laskutettu 12 kk, hyvitykset vähennetty', 'Net invoiced, 12 months'],
          lastInvoiceAmount: ['money', 'company', 'Viimeisimmän laskun summa', 'Last invoice, amount'],
          unbilledApproved: ['money', 'company', 'Laskuttamatta, hyväksytty', 'Unbilled, approved'],
          unbilledUnapproved: ['money', 'company', 'Laskuttamatta, hyväksymättä', 'Unbilled, not approved'],
          draftInvoices: ['money', 'company', 'Laskuluonnoksilla', 'On draft invoices'],
          overdue: ['money', 'company', 'Erääntynyt', 'Overdue'],
          nextBillingAmount: ['money', 'company', 'Seuraavan laskutuksen summa', 'Next billing, amount'],
          totalsByCurrency: ['text', 'company', 'Laskutettu valuutoittain', 'Net invoiced by currency'],
        },
        true,
      ),
    ],
  ],
  [
    'salesCase',
    [
      ...declared(
        {
          projectStatus: ['text', 'none', 'Projektin tila', 'Project status'],
          completion: ['number', 'none', 'Valmiusaste, %', 'Completion, %'],
          lastWorkOn: ['date', 'none', 'Viimeisin työ', 'Last work on'],
          hoursDone: ['number', 'none', 'Tehdyt tunnit', 'Hours done'],
          hoursEstimate: ['number', 'none', 'Arvioidut tunnit', 'Hours estimated'],
        },
        false,
      ),
      ...declared({ invoiced: ['money', 'company', 'Laskutettu', 'Invoiced'], unbilled: ['money', 'company', 'Laskuttamatta', 'Unbilled'] }, true),
    ],
  ],
]);

/** `account.netInvoiced`: how settings name the amounts. */
export const AMOUNTS: readonly string[] = [...ROLL_UPS].flatMap(([entity, fields]) => fields.flatMap(({ definition, isAmount }) => (isAmount ? [`${entity}.${definition.name}`] : [])));

/** @param amounts those that are asked for, as AMOUNTS names them */
export function rollUpsOf(entity: EntityName, amounts: readonly string[]): readonly FieldDefinition[] {
  return (ROLL_UPS.get(entity) ?? []).filter(({ definition, isAmount }) => !isAmount || amounts.includes(`${entity}.${definition.name}`)).map(({ definition }) => definition);
}

export function withRollUps(entities: ReadonlyMap<EntityName, Entity>, amounts: readonly string[]): ReadonlyMap<EntityName, Entity> {
  return new Map([...entities].map(([name, entity]) => [name, withCustomFields(entity, rollUpsOf(name, amounts))]));
}

export function rollUpNames(entity: EntityName): readonly FieldName[] {
  return (ROLL_UPS.get(entity) ?? []).map(({ definition }) => definition.name);
}

export function isRollUp(entity: EntityName, field: FieldName): boolean {
  return rollUpNames(entity).includes(field);
}

/** The CRM's property: ours, in snake case. */
export function rollUpProperty(field: FieldName): string {
  return `sauma_${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}
