// Which way a touch went and how it ended, in words. Invariant: what is not here is shown as it stands.
import type { TextKey } from '../../i18n/text-key.ts';

/** As HubSpot writes them. */
export const TOUCH_WORDS: Readonly<Record<string, TextKey>> = {
  INCOMING_EMAIL: 'registers:direction.in', EMAIL: 'registers:direction.out', FORWARDED_EMAIL: 'registers:direction.forwarded', INBOUND: 'registers:direction.callIn', OUTBOUND: 'registers:direction.callOut',
  COMPLETED: 'registers:outcome.completed', SCHEDULED: 'registers:outcome.scheduled', NOT_STARTED: 'registers:outcome.notStarted', IN_PROGRESS: 'registers:outcome.inProgress', WAITING: 'registers:outcome.waiting',
  DEFERRED: 'registers:outcome.deferred', RESCHEDULED: 'registers:outcome.rescheduled', CANCELED: 'registers:outcome.canceled', NO_SHOW: 'registers:outcome.noShow',
};
