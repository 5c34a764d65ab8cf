// What HubSpot keeps words about a person in: of each object type the texts that may be written, what is only shown, and what kind of
// trace it makes. Invariant: no property here is needed for a record to exist, so that every one of them may be emptied.
import type { ObjectType } from '../object-map.ts';

export type EngagementType = Extract<ObjectType, 'notes' | 'calls' | 'emails' | 'meetings' | 'tasks'>;
export type AroundType = Extract<ObjectType, 'companies' | 'deals' | 'tickets'>;
export type TextType = EngagementType | AroundType;

export interface Held {
  /** Of the trace. */
  readonly kind: string;
  /** Free texts, which may be written. */
  readonly texts: readonly string[];
  /** Those of them that hold an address or a number and nothing else: emptied, where a text would be redacted. */
  readonly whole: readonly string[];
  /** Shown with them and written by HubSpot alone. */
  readonly shown: readonly string[];
  /** Follow the text they stand for, or say nothing of anybody by themselves. */
  readonly emptied: readonly string[];
}

export const ATTACHMENTS = 'hs_attachment_ids';
export const HEADERS = 'hs_email_headers';
/** HubSpot's word for a property that holds files: they stay when the contact goes. */
export const FILE = 'file';
export const COMPANY_PHONE = 'phone';
/** Ours: HubSpot has none of its own. */
const COMPANY_EMAIL = 'sauma_email';
const CALL_NUMBERS = ['hs_call_from_number', 'hs_call_to_number'];
const AT = 'hs_timestamp';

export const HELD: Readonly<Record<TextType, Held>> = {
  notes: { kind: 'note', texts: ['hs_note_body'], whole: [], shown: [AT], emptied: [ATTACHMENTS] },
  calls: { kind: 'call', texts: ['hs_call_title', 'hs_call_body', ...CALL_NUMBERS], whole: CALL_NUMBERS, shown: [AT], emptied: ['hs_call_recording_url', ATTACHMENTS] },
  // From and to follow from the headers.
  emails: { kind: 'email', texts: ['hs_email_subject', 'hs_email_text', 'hs_email_html', HEADERS], whole: [], shown: [AT, 'hs_email_from_email', 'hs_email_to_email'], emptied: [ATTACHMENTS] },
  meetings: {
    kind: 'meeting',
    texts: ['hs_meeting_title', 'hs_meeting_body', 'hs_internal_meeting_notes', 'hs_meeting_location', 'hs_meeting_external_url'],
    whole: [],
    shown: [AT],
    emptied: [ATTACHMENTS],
  },
  tasks: { kind: 'task', texts: ['hs_task_subject', 'hs_task_body'], whole: [], shown: [AT], emptied: [ATTACHMENTS] },
  companies: { kind: 'text', texts: ['name', 'description', 'about_us', COMPANY_PHONE, COMPANY_EMAIL], whole: [COMPANY_PHONE, COMPANY_EMAIL], shown: [], emptied: [] },
  deals: { kind: 'text', texts: ['dealname', 'description'], whole: [], shown: [], emptied: [] },
  tickets: { kind: 'text', texts: ['subject', 'content'], whole: [], shown: [], emptied: [] },
};

export const ENGAGEMENTS: readonly EngagementType[] = ['notes', 'calls', 'emails', 'meetings', 'tasks'];
export const AROUND: readonly AroundType[] = ['companies', 'deals', 'tickets'];

export function isTextType(type: string): type is TextType {
  return Object.hasOwn(HELD, type);
}

/** All that is asked of a record, to see what it says. */
export function askedOf(type: TextType): readonly string[] {
  const { texts, shown, emptied } = HELD[type];
  return [...texts, ...shown, ...emptied];
}
