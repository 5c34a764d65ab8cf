// What a person is given who asks what is known of them (GDPR article 15): everything of both systems and of ours, with where it comes from,
// what it is for and who receives it. Invariants: only what is surely about this person is in it; what a machine is not sure of is counted,
// and for a person to look through; a system that could not be asked is named as missing.
import { toInstant } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import type { Side, SystemName } from '../core/vocabulary.ts';
import { linksOf, nameOf } from '../engine/record-names.ts';
import type { ErasureContext } from './context.ts';
import { exportHtml } from './export-html.ts';
import type { ExportedThing, ExportLanguage, SubjectExport } from './export-shape.ts';
import { lookFor } from './look.ts';
import type { Look } from './look.ts';
import { askedOf } from './requests.ts';
import type { AskedBy } from './requests.ts';

export interface ExportedSubject {
  readonly id: string;
  readonly at: string;
  /** Records and texts. */
  readonly found: number;
  /** Things that may be about somebody else: a person looks through them. */
  readonly unsure: number;
  readonly missing: readonly SystemName[];
  readonly json: string;
  readonly html: string;
  /** Our links of the person, for whoever writes down who saw whom. */
  readonly linkIds: readonly string[];
}

/** @throws UsageError `which-person` when what was asked by does not tell for sure who is meant */
export async function exportSubject(context: ErasureContext, asked: AskedBy & { readonly how: string; readonly by: string; readonly language: ExportLanguage }): Promise<ExportedSubject> {
  const look = await lookFor(context, askedOf(asked));
  if (look.candidates.length > 0) throw new UsageError('which-person', 'what was asked by does not tell for sure who is meant. Ask by an address of their own as well, or by the contact.');
  const at = toInstant(context.clock.now());
  const told = toldOf(context, look, await accountNames(context, look), { at, how: asked.how });
  context.log.info({ export: told.id, by: asked.by, missing: told.missing }, 'an access export was made');
  const found = told.systems.reduce((sum, { things }) => sum + things.length, 0);
  return { id: told.id, at, found, unsure: told.unsure, missing: told.missing, json: `${JSON.stringify(told, null, 2)}\n`, html: exportHtml(told, asked.language, context.timeZone), linkIds: look.subject.linkIds };
}

function toldOf(context: ErasureContext, { subject, looks, local }: Look, accounts: ReadonlyMap<string, string>, { at, how }: { readonly at: string; readonly how: string }): SubjectExport {
  const ours = local.flatMap(({ kind, what, content, text, count }): ExportedThing[] => {
    if (kind === 'record') return [{ kind: what, content: Object.fromEntries(Object.entries(content).map(([name, value]) => [name, isAccount(name) ? value.split(', ').map((id) => accounts.get(id) ?? id).join(', ') : value])) }];
    if (kind === 'text') return text === null ? [] : [{ kind: 'text', content: { [what]: text } }];
    return [{ kind, content: { [what]: String(count) } }];
  });
  const there = looks.map(({ system, at: lookedAt, traces }) => ({ system, lookedAt, things: traces.filter(({ sure }) => sure).map(({ kind, content }) => ({ kind, content })) }));
  return {
    id: context.newId(), at, controller: context.settings.controller, identity: { how, at },
    person: { names: subject.names.map(({ first, last }) => `${first} ${last}`.trim()), emails: subject.emails, phones: subject.phones },
    systems: [{ system: 'sauma', lookedAt: at, things: ours }, ...there],
    unsure: looks.flatMap(({ traces }) => traces).filter(({ sure }) => !sure).length,
    missing: looks.flatMap(({ system, problem }) => (problem === null ? [] : [system])),
  };
}

/** `psa.account`: ids tell a person nothing. */
function isAccount(name: string): boolean {
  return /\.(?:account|otherAccounts)$/u.test(name);
}

/** By their ids on each side. */
async function accountNames({ store }: ErasureContext, { local }: Look): Promise<ReadonlyMap<string, string>> {
  const refs = local.flatMap(({ content }) => Object.entries(content).flatMap(([name, value]) => (isAccount(name) ? value.split(', ').map((id) => ({ side: name.split('.')[0] as Side, id })) : [])));
  const known = refs.length === 0 ? [] : await store.linked('account', refs);
  const links = await linksOf(store, known.map(({ linkId }) => ({ entity: 'account', linkId })));
  return new Map(known.map(({ id, linkId }) => [id, nameOf(links, linkId)]));
}
