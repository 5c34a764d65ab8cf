// Home of the standard properties of tickets. Invariant: names are HubSpot's own; pipelines of tickets are not modelled, so a stage is text.
import type { CatalogueRow } from '../property.ts';

export const TICKET_ROWS: readonly CatalogueRow[] = [
  ['subject', 'Ticket name', 'text'],
  ['content', 'Ticket description', 'textarea'],
  ['hs_pipeline', 'Pipeline', 'text'],
  ['hs_pipeline_stage', 'Ticket status', 'text'],
  ['hs_ticket_category', 'Category', 'text'],
  [
    'hs_ticket_priority',
    'Priority',
    'select',
    [
      ['LOW', 'Low'],
      ['MEDIUM', 'Medium'],
      ['HIGH', 'High'],
    ],
  ],
  ['hs_resolution', 'Resolution', 'text'],
  ['hs_file_upload', 'File upload', 'text'],
];
