// A small organisation with at least one row in every collection that has a route, made of invented people.
import type { Row } from '../../../src/sandbox/severa/row.ts';
import { monday, named, type Caller } from './caller.ts';

export interface Populated {
  readonly user: Row;
  readonly customer: Row;
  readonly address: Row;
  readonly contact: Row;
  readonly project: Row;
  readonly phase: Row;
  readonly rows: Readonly<Record<string, Row>>;
}

function to(row: Row): { readonly guid: string } {
  return { guid: row.guid };
}

export function populate(caller: Caller): Populated {
  const { state } = caller.model;
  const at = monday - 86_400_000;
  const put = (collection: string, row: Readonly<Record<string, unknown>>): Row => state.put(collection, row, at);
  const first = (collection: string): Row => state.list(collection)[0] as Row;

  const contract = { title: 'Konsultti', startDate: '2024-01-01', endDate: null, dailyHours: 7.5, isOvertimeAllowed: true, isFlextimeActive: true, flextimeLimitPerDay: null, workWeek: ['Monday'], guid: null, hourCost: { amount: 40, currencyCode: 'EUR', multiCurrencyInfo: null } };
  const user = put('users', { firstName: 'Aino', lastName: 'Salmela', email: 'aino@honkanen.example', code: 'AS', businessUnit: to(first('businessunits')), workContract: contract, userType: 'FullUser', country: to(first('localization/countries')), timezone: to(first('localization/timezones')) });
  const industry = put('industries', { name: 'Rakentaminen' });
  const customer = put('customers', { name: 'Koivukylä Oy', vatNumber: 'FI12345671', owner: to(user), industry: to(industry), language: to(first('localization/languages')), createdBy: to(user) });
  const address = put('addresses', { customer: to(customer), addressline: 'Järvitie 1', city: 'Lahti', postalCode: '15100', country: to(first('localization/countries')) });
  const contact = put('contactpersons', { customer: to(customer), firstName: 'Väinö', lastName: 'Lehto', addressGuid: address.guid });
  const email = put('contactcommunications', { contact: to(contact), value: 'vaino@koivukyla.example', communicationType: to(named(caller, 'communicationtypes', 'Sähköposti')) });
  const parentSegment = put('marketsegments', { name: 'Teollisuus' });
  const segment = put('marketsegments', { name: 'Metalli', parentMarketSegment: to(parentSegment) });
  const keyword = put('keywords', { keyword: 'uutiskirje', category: 'Contact' });
  const project = put('projects', { name: 'Verkkokauppa', customer: to(customer), projectOwner: to(user), salesPerson: to(user), customerContact: to(contact), expectedValue: { amount: 12_000, currencyCode: 'EUR' } });
  const root = state.list('phases').find((phase) => (phase['project'] as Row).guid === project.guid) as Row;
  const phase = put('phases', { name: 'Määrittely', parentPhase: to(root), phaseStatus: { phaseStatusTypeGuid: first('phasestatustypes').guid, description: null } });
  const unitPrice = { amount: 100, currencyCode: 'EUR' };
  const work = { phase: to(phase), user: to(user), workType: to(first('worktypes')), eventDate: '2026-11-10', quantity: 4, unitPrice };
  const product = put('products', { name: 'Lisenssi', type: 'Materials', unitPrice });
  const customerProperty = put('customers/customproperties', { name: 'Asiakasluokka', type: 'Selection' });
  const projectProperty = put('projects/customproperties', { name: 'Budjetti', type: 'Money' });
  const activity = put('activities', { name: 'Aloituspalaveri', startDateTime: '2026-11-18T08:00:00Z', endDateTime: '2026-11-18T09:00:00Z', activityType: to(first('activitytypes')), ownerUser: to(user), customer: to(customer), phase: to(phase) });
  const proposal = put('proposals', { name: 'Tarjous', project: to(project), customerContactPerson: to(contact), billingAddress: to(address), freeText1: { value: 'Hei' } });
  const rows: Record<string, Row> = {
    users: user,
    customers: customer,
    addresses: address,
    contactpersons: contact,
    contactcommunications: email,
    industries: industry,
    marketsegments: segment,
    keywords: keyword,
    projects: project,
    phases: phase,
    products: product,
    activities: activity,
    proposals: proposal,
    workhours: put('workhours', work),
    projectfees: put('projectfees', { project: to(project), product: to(product), quantity: 2, isBillable: true, phase: to(phase) }),
    projecttravelexpenses: put('projecttravelexpenses', { project: to(project), phase: to(phase), user: to(user), travelExpense: to(first('travelexpensetypes')), quantity: 30, unitPrice: { amount: 1, currencyCode: 'EUR' } }),
    flatrates: put('flatrates', { phase: to(phase), billingSchedule: 'OnDate', plannedBillingDate: '2027-01-01', price: { amount: 500, currencyCode: 'EUR' } }),
    phasemembers: put('phasemembers', { phase: to(phase), user: to(user) }),
    activityparticipants: put('activityparticipants', { activityGuid: activity.guid, participantGuid: contact.guid, type: 'Contact' }),
    customermarketsegments: put('customermarketsegments', { customer: to(customer), marketSegment: to(segment) }),
    customercountrysettings: put('customercountrysettings', { customer: to(customer), country: to(first('localization/countries')), valueAddedTax: to(first('vatrates')) }),
    customersalesnotes: put('customersalesnotes', { customer: to(customer), user: to(user), note: 'Soita kesällä' }),
    projectsalesnotes: put('projectsalesnotes', { project: to(project), user: to(user), note: 'Odottaa budjettia' }),
    'customers/customproperties': customerProperty,
    'projects/customproperties': projectProperty,
    customercustompropertyselectionitems: put('customercustompropertyselectionitems', { name: 'A', customerCustomProperty: to(customerProperty) }),
    projectcustompropertyselectionitems: put('projectcustompropertyselectionitems', { name: 'B', projectCustomProperty: to(projectProperty) }),
    'customers/customvalues': put('customers/customvalues', { customerGuid: customer.guid, customProperty: to(customerProperty), value: 'A' }),
    'projects/customvalues': put('projects/customvalues', { projectGuid: project.guid, customProperty: to(projectProperty), value: '100' }),
    proposalfeerows: put('proposalfeerows', { proposal: to(proposal), name: 'Rivi', quantity: 1, unitPrice, product: to(product), vatRate: 25.5 }),
    proposalworkrows: put('proposalworkrows', { proposal: to(proposal), name: 'Työ', quantity: 3, workType: to(first('worktypes')), phase: to(phase), unitPrice }),
    proposalsubtotals: put('proposalsubtotals', { proposal: to(proposal), name: 'Yhteensä' }),
    leadsources: first('leadsources'),
  };
  put('contactkeywords', { contact: to(contact), keyword: to(keyword) });
  put('projectkeywords', { project: to(project), keyword: to(keyword) });
  return { user, customer, address, contact, project, phase, rows };
}
