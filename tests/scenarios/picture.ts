// The end of a story about people and sales cases as others would see it: every contact and case of both systems by name, with
// whom it belongs to, and every link. Two runs that end the same have equal pictures, whatever ids and times they gave out.
import type { EntityName } from '../../src/core/vocabulary.ts';
import { links } from './act.ts';
import type { Stage } from './stage.ts';

type Picture = Readonly<Record<'severa' | 'hubspot' | 'links', readonly string[]>>;

export async function pictureOfPeople(stage: Stage): Promise<Picture> {
  const { state } = stage.severa;
  const customerName = (row: Row): string => String(state.get('customers', guidIn(row['customer']))?.['name']);
  const personName = (guid: string): string => fullName(state.get('contactpersons', guid) ?? {});
  const points = Map.groupBy(state.list('contactcommunications'), (row) => guidIn(row['contact']));
  const statusName = (row: Row): unknown => state.get('salesstatustypes', (row['salesStatus'] as { salesStatusTypeGuid?: string } | null)?.salesStatusTypeGuid ?? '')?.['name'];
  const severa = [
    ...state.list('contactpersons').map((row) => [fullName(row), customerName(row), row['jobTitle'] ?? null, row['isActive'], (points.get(row.guid) ?? []).map((point) => `${String(point['value'])} ${point['isForbiddenToUse'] === true ? 'no' : 'yes'}`).toSorted()]),
    ...state.list('projects').map((row) => [row['name'], customerName(row), personName(guidIn(row['customerContact'])), statusName(row), row['expectedValue'] ?? null, row['probability'] ?? null, row['expectedOrderDate'] ?? null]),
  ];
  const names = (type: string, id: string, to: string, property: string): readonly string[] =>
    stage.hubspot.state.associated(type, id, to).map((far) => stage.hubspot.state.get(to, far)?.properties[property] ?? '').toSorted();
  const hubspot = [
    ...stage.hubspot.state.list('contacts').map(({ id, properties }) => [told(properties, ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'jobtitle', 'hs_email_optout']), names('contacts', id, 'companies', 'name')]),
    ...stage.hubspot.state.list('deals').map(({ id, properties }) => [told(properties, ['dealname', 'dealstage', 'amount', 'deal_currency_code', 'closedate']), names('deals', id, 'companies', 'name'), names('deals', id, 'contacts', 'lastname')]),
  ];
  return { severa: texts(severa), hubspot: texts(hubspot), links: texts([...(await linkTexts(stage, 'contact')), ...(await linkTexts(stage, 'salesCase'))]) };
}

type Row = Readonly<Record<string, unknown>>;

/** Which sides a link has, what it is called there, and what waits. */
async function linkTexts(stage: Stage, entity: EntityName): Promise<readonly unknown[]> {
  return (await links(stage, entity)).map((link) => [
    link.stage,
    Object.values(link.sides).map(({ side, gone, fields }) => JSON.stringify([side, gone, fields['name'], fields['firstName'], fields['lastName'], fields['emails']])).toSorted(),
    link.held.map(({ side, field, reason }) => `${side} ${field ?? '*'} ${reason}`).toSorted(),
    link.intents.length,
  ]);
}

function told(properties: Readonly<Record<string, string>>, wanted: readonly string[]): readonly string[] {
  return wanted.map((name) => properties[name] ?? '');
}

function fullName(row: Row): string {
  return `${String(row['firstName'])} ${String(row['lastName'])}`;
}

function guidIn(reference: unknown): string {
  return (reference as { guid?: string } | null)?.guid ?? '';
}

function texts(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}
