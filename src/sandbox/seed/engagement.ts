// E-mails, meetings, calls and tasks with the people of an account, most of them about its deals, and how those people were found.
// Invariant: only what the CRM knows takes part: its companies, contacts and deals.

import type { Random } from '../../lib/random.ts';
import { dayMs } from './dates.ts';
import type { WorldEngagement, WorldOrigin, WorldTouch } from './world-engagement.ts';
import type { CrmContact, CrmDeal, WorldAccount, WorldUser } from './world.ts';

const titles = {
  email: ['Tarjouksen täydennys', 'Kiitos tapaamisesta', 'Projektin tilanne', 'Sopimusluonnos'],
  meeting: ['Aloituspalaveri', 'Tarjouksen läpikäynti', 'Ohjausryhmä', 'Tutustuminen'],
  call: ['Soitto tarjouksesta', 'Soittopyyntö', 'Kuulumiset'],
  task: ['Lähetä tarjous', 'Soita uudelleen', 'Tarkista laskutus'],
} as const;

const sources = [
  { source: 'ORGANIC_SEARCH', details: ['tuntikirjaus ohjelma', 'projektinhallinta konsultti'] },
  { source: 'PAID_SEARCH', details: ['Syyskampanja', 'Toimialahaku'] },
  { source: 'REFERRALS', details: ['kauppakamari.example'] },
  { source: 'SOCIAL_MEDIA', details: ['LinkedIn'] },
  { source: 'DIRECT_TRAFFIC', details: ['palvelut.example/hinnasto'] },
  { source: 'OFFLINE', details: ['CRM_UI', 'IMPORT'] },
] as const;

const forms = ['Yhteydenottopyyntö', 'Uutiskirjeen tilaus', 'Oppaan lataus'] as const;
/** In the order in which a person passes them. */
const stages = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'] as const;

export function makeEngagement(account: WorldAccount, users: readonly WorldUser[], now: number, random: Random): WorldEngagement {
  if (account.crm === null) return { touches: [], origins: new Map() };
  const owners = users.flatMap(({ key, crm }) => (crm === null ? [] : [key]));
  const contacts = account.contacts.flatMap(({ key, crm }) => (crm === null ? [] : [{ key, crm }]));
  const touches: WorldTouch[] = [];
  const about = (deal: { readonly key: string; readonly crm: CrmDeal } | null, count: number, stream: Random): void => {
    for (let index = 0; index < count; index++) {
      const known = deal === null ? contacts.map(({ key }) => key) : deal.crm.contactKeys;
      const from = deal?.crm.createdAt ?? now - 500 * dayMs;
      touches.push(makeTouch(`${deal?.key ?? account.key}/touch-${index + 1}`, { from, contactKeys: known.slice(0, stream.int(0, 2)), caseKeys: deal === null ? [] : [deal.key], owners, now }, stream));
    }
  };
  about(null, random.int(0, 3), random.fork('account'));
  for (const { key, crm } of account.salesCases) if (crm !== null) about({ key, crm }, random.int(1, 5), random.fork(key));
  return { touches, origins: new Map(contacts.map(({ key, crm }) => [key, makeOrigin(crm, now, random.fork(key))])) };
}

interface Occasion {
  /** The first moment it may have happened at. */
  readonly from: number;
  readonly contactKeys: readonly string[];
  readonly caseKeys: readonly string[];
  readonly owners: readonly string[];
  readonly now: number;
}

function makeTouch(key: string, { from, contactKeys, caseKeys, owners, now }: Occasion, random: Random): WorldTouch {
  const kind = random.pick(['email', 'email', 'email', 'meeting', 'call', 'task'] as const);
  const happened = from + Math.floor(random.next() * (now - from));
  const isAhead = (kind === 'task' || kind === 'meeting') && random.chance(0.25);
  const at = isAhead ? now + random.int(1, 20) * dayMs : happened;
  return {
    key,
    kind,
    at,
    title: random.pick(titles[kind]),
    isInbound: random.chance(0.4),
    isDone: !isAhead,
    minutes: random.int(1, 6) * 15,
    ownerKey: random.chance(0.9) ? random.pick(owners) : null,
    contactKeys,
    caseKeys,
    createdAt: isAhead ? now - random.int(0, 5) * dayMs : at,
  };
}

function makeOrigin(crm: CrmContact, now: number, random: Random): WorldOrigin {
  const { source, details } = random.pick(sources);
  const { createdAt } = crm;
  const firstSeenAt = createdAt - random.int(0, 90) * dayMs;
  const filled = source === 'OFFLINE' || !random.chance(0.6) ? 0 : random.int(1, 2);
  const reached = stages.indexOf(crm.lifecycleStage as (typeof stages)[number]);
  return {
    source,
    detail: random.chance(0.8) ? random.pick<string>(details) : null,
    firstSeenAt,
    forms: Array.from({ length: filled }, (_, index) => ({ name: random.pick(forms), at: Math.min(now, createdAt + index * 20 * dayMs) })),
    stages: stages.slice(0, Math.max(0, reached)).map((stage, index) => ({ stage, at: createdAt - (reached - index) * dayMs })),
  };
}
