// The mirror of HubSpot for the suite over all of them: people log e-mails, meetings, calls and tasks in turn.
import type { Running } from './harness.ts';
import { hubspotState } from './hubspot-harness.ts';
import type { MirrorSubject } from './severa-mirrors.ts';

const logged = [
  ['emails', { hs_email_subject: 'Tarjous', hs_email_direction: 'EMAIL' }],
  ['meetings', { hs_meeting_title: 'Palaveri' }],
  ['calls', { hs_call_title: 'Puhelu' }],
  ['tasks', { hs_task_subject: 'Soita' }],
] as const;
const made = new WeakMap<Running['connector'], number>();

export const hubspotMirrors: readonly MirrorSubject[] = [
  {
    mirror: 'touches',
    idleCalls: logged.length,
    readable: true,
    tellsDeleted: false,
    create: (running) => {
      const count = made.get(running.connector) ?? 0;
      made.set(running.connector, count + 1);
      const [type, properties] = logged[count % logged.length] as (typeof logged)[number];
      return `${type}:${hubspotState(running).put(type, { ...properties, hs_timestamp: '2026-10-05T07:30:00Z' }, { createdAt: running.clock.now() })}`;
    },
    parents: () => ({}),
    remove: (running, id) => {
      const [type = '', bare = ''] = id.split(':');
      hubspotState(running).archive(type, bare, running.clock.now());
    },
  },
];
