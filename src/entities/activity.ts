// Activity: something to do or to be at with an account. Severa calls all of them activities; HubSpot has tasks, meetings and
// calls, so the kind is part of what an activity is and stays as it was made. Instants are instants: an all-day one is the span
// from midnight to midnight in the organisation's time zone, and nothing shifts it.
import { defineEntity } from './entity.ts';

export const ACTIVITY_KINDS = ['task', 'meeting', 'call'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

export const activity = defineEntity({
  name: 'activity',
  label: { fi: 'Aktiviteetti', en: 'Activity' },
  requiredToCreate: { psa: ['kind', 'subject', 'startsAt', 'owner', 'account'], crm: ['kind', 'subject', 'startsAt', 'account'] },
  matching: [{ kind: 'event', fields: ['kind', 'subject', 'startsAt'], within: 'account', certain: true }],
  fields: {
    /** task, meeting or call. */
    kind: { kind: 'text', category: 'none', label: { fi: 'Laji', en: 'Kind' } },
    subject: { kind: 'text', category: 'free-text', compare: 'text', label: { fi: 'Aihe', en: 'Subject' } },
    /** Of a task, when it is due. */
    startsAt: { kind: 'instant', category: 'none', label: { fi: 'Alkaa', en: 'Starts' } },
    endsAt: { kind: 'instant', category: 'none', label: { fi: 'Päättyy', en: 'Ends' } },
    allDay: { kind: 'bool', category: 'none', label: { fi: 'Koko päivän', en: 'All day' } },
    done: { kind: 'bool', category: 'none', label: { fi: 'Tehty', en: 'Done' } },
    owner: { kind: 'ref', category: 'workforce', compare: 'email', registry: 'owners', label: { fi: 'Vastuuhenkilö', en: 'Owner' } },
    account: { kind: 'ref', category: 'none', target: 'account', label: { fi: 'Asiakas', en: 'Account' } },
    /** In the PSA they are participants, one call per activity: only the CRM's are read. */
    contacts: { kind: 'set', category: 'none', target: 'contact', label: { fi: 'Yhteyshenkilöt', en: 'Contacts' } },
    notes: { kind: 'text', category: 'free-text', compare: 'text', label: { fi: 'Muistiinpanot', en: 'Notes' } },
  },
});
