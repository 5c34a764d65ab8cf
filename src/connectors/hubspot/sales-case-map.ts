// Home of where a sales case's fields live in a HubSpot deal, one line per field.
import { salesCase } from '../../entities/sales-case.ts';
import type { CustomFieldMap } from '../options.ts';
import { codecs } from './codecs.ts';
import { dealStage, dealState } from './deal-stage.ts';
import { dealValue } from './deal-value.ts';
import { mapFields } from './object-map.ts';
import type { LinkField, ObjectMap } from './object-map.ts';

const links: readonly LinkField[] = [
  { field: 'account', take: 'primary', to: 'companies', unlabelled: 341, primary: 5, mirror: 'hs_primary_associated_company', keepsOld: false },
  { field: 'contacts', take: 'all', to: 'contacts', unlabelled: 3, primary: null, mirror: null, keepsOld: false },
];

export function salesCaseMap(customFields: readonly CustomFieldMap[]): ObjectMap {
  const fields = mapFields(
    salesCase,
    {
      name: [codecs.text, 'dealname'],
      number: [codecs.number, ['project_number']],
      probability: [codecs.percent, 'hs_deal_stage_probability', 'read'],
      expectedOrderDate: [codecs.day, 'closedate'],
      owner: [codecs.owner, 'hubspot_owner_id'],
      leadSource: [codecs.choice, null],
      startDate: [codecs.date, null],
      deadline: [codecs.date, null],
      internal: [codecs.bool, null],
      closed: [codecs.bool, null],
      notes: [codecs.longText, 'description'],
    },
    customFields,
  );
  return { entity: 'salesCase', type: 'deals', modified: 'hs_lastmodifieddate', foundBy: null, fields, composites: [dealValue, dealStage, dealState], links };
}
