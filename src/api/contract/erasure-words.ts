// The words that answers about erasure requests are made of: states, what a request waits for, what is done with an item. Invariant: each
// is one that the pages have a name for in both languages.
import { z } from 'zod';

export const ERASURE_STATE_NAMES = [
  'received', 'identityPending', 'verified', 'discovering', 'review', 'approved', 'armed', 'erasing', 'verifying', 'completed', 'retentionDue', 'refused', 'cancelled',
] as const;

/** The next thing that happens, or has to be done by somebody. */
export const NEXT_NAMES = ['identity', 'discovery', 'person', 'decisions', 'approval', 'erasing', 'system', 'byHand', 'failed', 'checks', 'retention', 'reappeared', 'nothing'] as const;

/** officer: somebody with the right has to do something. system: one cannot be reached. time: a date has to come. machine: it is being done. */
export const WAITS_FOR_NAMES = ['officer', 'system', 'machine', 'time', 'nobody'] as const;

/** What was done to be sure that it is the person who asks. Never by keeping a copy of a document. */
export const IDENTITY_WAYS = ['repliedFromAddress', 'codeToAddress', 'calledBack', 'inPerson', 'strongAuthentication', 'knownOtherwise'] as const;

export const DEADLINE_ALARMS = ['none', 'soon', 'near', 'late'] as const;
export const CHECK_NAMES = ['now', 'hour', 'day', 'month'] as const;
export const LETTER_KINDS = ['acknowledgement', 'extension', 'refusal', 'completion'] as const;

/** What somebody with the right may do with a request as it stands. */
export const REQUEST_DEEDS = ['askIdentity', 'identity', 'discover', 'decide', 'approve', 'refuse', 'cancel', 'extend', 'retry', 'again', 'lift'] as const;

export const erasureState = z.enum(ERASURE_STATE_NAMES);
export const nextStep = z.enum(NEXT_NAMES);
export const waitsFor = z.enum(WAITS_FOR_NAMES);
export const treatment = z.enum(['delete', 'redact', 'detach', 'retain', 'manual']);
export const stepState = z.enum(['found', 'sent', 'done', 'retained', 'manual', 'failed', 'gone']);
export const origin = z.enum(['web', 'commandLine', 'api', 'crm', 'psa']);
export const alarm = z.enum(DEADLINE_ALARMS);
