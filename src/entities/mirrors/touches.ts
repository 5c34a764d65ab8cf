// Every time somebody was in touch with a customer, as the CRM has logged it: e-mails, meetings, calls and tasks. Only that it
// happened, when, with whom and under which title; bodies are never read.
import type { Mirror } from './mirror.ts';
import { freeText, ids, instant, staff, text } from './mirror.ts';

export const touches: Mirror = {
  name: 'touches',
  side: 'crm',
  label: { fi: 'Kontaktoinnit', en: 'Touches' },
  customer: null,
  columns: {
    /** email, meeting, call or task. */
    kind: text, at: instant, title: freeText, direction: text, outcome: text, owner: staff,
    contacts: { kind: 'ids', category: 'identity', target: 'contact' }, companies: ids, deals: ids, createdAt: instant,
  },
};
