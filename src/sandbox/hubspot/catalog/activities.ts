// Home of the standard properties of notes, tasks, meetings, calls and emails. Invariant: names, types and options are
// HubSpot's own; every activity has `hs_timestamp`.
import type { CatalogueRow } from '../property.ts';

const ACTIVITY_ROWS: readonly CatalogueRow[] = [
  ['hs_timestamp', 'Activity date', 'datetime'],
  ['hs_activity_type', 'Activity type', 'text'],
  ['hs_attachment_ids', 'Attached file IDs', 'text'],
  ['hs_engagement_source', 'Source', 'text!'],
  ['hs_body_preview', 'Body preview', 'text!'],
];

export const NOTE_ROWS: readonly CatalogueRow[] = [...ACTIVITY_ROWS, ['hs_note_body', 'Note body', 'html']];

export const TASK_ROWS: readonly CatalogueRow[] = [
  ...ACTIVITY_ROWS,
  ['hs_task_subject', 'Task Title', 'text'],
  ['hs_task_body', 'Task Notes', 'html'],
  ['hs_task_status', 'Task Status', 'select', ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED']],
  ['hs_task_priority', 'Priority', 'select', ['NONE', 'LOW', 'MEDIUM', 'HIGH']],
  ['hs_task_type', 'Task Type', 'select', ['TODO', 'CALL', 'EMAIL', 'LINKED_IN', 'MEETING']],
  ['hs_task_reminders', 'Reminders', 'text'],
  ['hs_task_completion_date', 'Completed at', 'datetime!'],
  ['hs_task_is_completed', 'Is completed', 'number!'],
];

export const MEETING_ROWS: readonly CatalogueRow[] = [
  ...ACTIVITY_ROWS,
  ['hs_meeting_title', 'Meeting name', 'text'],
  ['hs_meeting_body', 'Meeting description', 'html'],
  ['hs_internal_meeting_notes', 'Internal meeting notes', 'html'],
  ['hs_meeting_start_time', 'Meeting start time', 'datetime'],
  ['hs_meeting_end_time', 'Meeting end time', 'datetime'],
  ['hs_meeting_location', 'Meeting location', 'text'],
  ['hs_meeting_external_url', 'Meeting external URL', 'text'],
  ['hs_meeting_outcome', 'Meeting outcome', 'select', ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED']],
];

export const CALL_ROWS: readonly CatalogueRow[] = [
  ...ACTIVITY_ROWS,
  ['hs_call_title', 'Call Title', 'text'],
  ['hs_call_body', 'Call notes', 'html'],
  ['hs_call_direction', 'Call direction', 'select', ['INBOUND', 'OUTBOUND']],
  ['hs_call_disposition', 'Call outcome', 'text'],
  ['hs_call_duration', 'Call duration', 'number'],
  ['hs_call_from_number', 'From number', 'text'],
  ['hs_call_to_number', 'To number', 'text'],
  [
    'hs_call_status',
    'Call status',
    'select',
    ['BUSY', 'CALLING_CRM_USER', 'CANCELED', 'COMPLETED', 'CONNECTING', 'FAILED', 'IN_PROGRESS', 'NO_ANSWER', 'QUEUED', 'RINGING'],
  ],
  ['hs_call_recording_url', 'Recording URL', 'text'],
];

export const EMAIL_ROWS: readonly CatalogueRow[] = [
  ...ACTIVITY_ROWS,
  ['hs_email_subject', 'Email subject', 'text'],
  ['hs_email_text', 'Text body', 'textarea'],
  ['hs_email_html', 'HTML body', 'html'],
  ['hs_email_direction', 'Email Direction', 'select', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL', 'DRAFT_EMAIL']],
  ['hs_email_status', 'Send Status', 'select', ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT']],
  ['hs_email_headers', 'Email headers', 'textarea'],
  ['hs_email_from_email', 'From email', 'text!'],
  ['hs_email_to_email', 'To email', 'text!'],
];
