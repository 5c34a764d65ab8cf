// F1 to F5: from the commit of arming on nothing of ours shows the person and nothing that tells who it is is written to a vendor;
// bystanders keep what they have; in the end it is all gone, or the request says what it waits for. Invariant: searched for as plain
// words in everything that is there, never by the product's own ways of finding somebody.
import type { Subject } from '../../../src/core/subject.ts';
import { normalisePhone } from '../../../src/core/normalise/phone.ts';
import type { SideRow } from '../../../src/store/ledger/rows.ts';
import type { Ledger } from '../../../src/store/ledger/ledger.ts';
import type { Store } from '../../../src/store/store.ts';
import { namedIn } from '../calls.ts';
import { FULL_NAME, HER } from '../forgetting/planted.ts';
import type { Planted } from '../forgetting/planted.ts';
import type { Served } from '../network.ts';
import { COLLECTIONS, ENTITIES, keyOf, kindOf, TYPES } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import type { World, Written } from '../world.ts';
import { keysIn } from './elements.ts';
import type { Findings } from './findings.ts';

interface Parts {
  readonly world: World;
  readonly findings: Findings;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly planted: Planted;
  /** Names of facts that were ever kept. */
  readonly facts: ReadonlySet<string>;
}

/** What was announced before the arming may still be on its way for so long. */
const ON_ITS_WAY_MS = 180_000;
const SIDES = ['psa', 'crm'] as const;

interface Tie {
  readonly from: string;
  readonly to: string;
}

function tiesOf({ crm }: World): readonly Tie[] {
  return crm.state.links('notes', 'contacts');
}

export class Forgotten {
  readonly #parts: Parts;
  #subject: Subject | null = null;
  #armedAt = Infinity;
  #strictFrom = Infinity;
  #isNameFree = false;
  /** Notes and whom they were tied to when the person was forgotten. */
  #tiesThen: readonly Tie[] = [];
  /** Records that were being made for the person at the arming, and of which the store has been told since. */
  readonly #made: Ref[] = [];
  /** Of theirs, as far as a later look has shown one. */
  readonly #phones = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.world.onWrite((written) => {
      if (written.author === 'officer') this.#judgeErasing(written);
    });
  }

  get isArmed(): boolean {
    return this.#subject !== null;
  }

  /** Whether this address must not come back. */
  keepsAway(email: string): boolean {
    return this.#subject?.emails.includes(email) ?? false;
  }

  /** The person is forgotten from now on. @param isOnItsWay some write had been announced before */
  armed(subject: Subject, isOnItsWay: boolean): void {
    const { world } = this.#parts;
    this.#subject = subject;
    this.#armedAt = world.scheduler.now();
    this.#strictFrom = this.#armedAt + (isOnItsWay ? ON_ITS_WAY_MS : 0);
    this.#tiesThen = tiesOf(world);
    world.trace.hit('forgetting armed');
    world.trace.add('store', `arms the forgetting of ${JSON.stringify(subject.names)} ${JSON.stringify(subject.emails)} ${subject.refs.map(({ side, id }) => `${side}:${id}`).join(' ')} links ${subject.linkIds.join(' ')}`);
  }

  /** A look has shown more of the person: who has their name with a number of theirs is known to be them from now on. An id is not believed that shows neither. */
  learned({ names, refs }: Pick<Subject, 'names' | 'refs'>): void {
    if (this.#subject === null) return;
    this.#subject = { ...this.#subject, names: [...this.#subject.names, ...names] };
    const { world } = this.#parts;
    const records = refs.map(({ side, id }): Ref => ({ side, kind: 'contact', id }));
    const shown = records.filter((ref) => this.#isCalledSo(ref)).flatMap((ref) => world.history(ref, 'phones').flatMap(({ after }) => keysIn(after)));
    const number = normalisePhone(HER.phone ?? '');
    if (shown.includes(number)) this.#phones.add(number);
  }

  /** The store hears only now which record was being made for a link that was the person's. */
  madeFor(linkId: string, ref: Ref): void {
    if (!this.isTheirLink(linkId)) return;
    this.#made.push(ref);
    this.#parts.world.trace.hit('forgetting made meanwhile');
  }

  /** One of the person's records: known to be, or shows what must not come back. */
  isTheirs(ref: Ref): boolean {
    const subject = this.#subject;
    if (subject === null || ref.kind !== 'contact') return false;
    if ([...subject.refs, ...this.#made].some(({ side, id }) => side === ref.side && id === ref.id)) return true;
    const { world } = this.#parts;
    const shown = (field: string): readonly string[] => world.history(ref, field).flatMap(({ after }) => keysIn(after));
    const emails = subject.emails.map((email) => email.toLowerCase());
    return shown('emails').some((email) => emails.includes(email)) || (this.#knewName(subject) && this.#isCalledSo(ref) && shown('phones').some((phone) => this.#phones.has(phone) || subject.phones.map(normalisePhone).includes(phone)));
  }

  isTheirLink(linkId: string): boolean {
    return this.#subject?.linkIds.includes(linkId) ?? false;
  }

  /** A value that points to the person, or a text that named them. */
  touches(ref: Ref, field: string): boolean {
    if (this.#subject === null) return false;
    const history = this.#parts.world.wholeHistory(ref, field);
    const isPointer = (value: unknown): boolean => typeof value === 'string' ? this.isTheirs({ ...ref, kind: 'contact', id: value }) : keysIn(value as never).some((id) => this.isTheirs({ ...ref, kind: 'contact', id }));
    if (field === 'contacts') return history.some(({ after }) => isPointer(after));
    return field === 'notes' && history.some(({ before, after }) => [before, after].some((text) => typeof text === 'string' && this.#names(text)));
  }

  /** F1: nothing of ours shows the person. @param isLast also what our copies of texts say */
  async judgeOurs(isLast = false): Promise<void> {
    const subject = this.#subject;
    if (subject === null) return;
    const { ledger, store, facts, findings } = this.#parts;
    this.#isNameFree ||= this.#isShownByNameAlone();
    const leak = (where: string, what: string): void => findings.add('F1', `${where} shows ${what} of who was forgotten`, [where, HER.lastName]);
    const needles = this.#needles(subject);
    const search = (where: string, value: unknown): void => {
      const text = JSON.stringify(value, (key, one: unknown) => (key === 'sealed' || key === 'refId' || (key === 'notes' && !isLast) ? undefined : one)).toLowerCase();
      for (const needle of needles) if (text.includes(needle)) leak(where, needle);
    };
    const theirs = new Set([...subject.refs, ...this.#made].map(({ side, id }) => `${side}:${id}`));
    const around = new Set(subject.around.map(({ side, entity, id }) => `${side}:${entity}:${id}`));
    for (const [name, table] of Object.entries(ledger) as readonly [string, { all(): Iterable<unknown> }][]) if (name !== 'sides') for (const row of table.all()) search(name, isLast && 'field' in (row as object) && (row as { field: unknown }).field === 'notes' ? null : row);
    for (const row of ledger.sides.all()) {
      const place = `${row.side}:${row.entity}:${row.id}`;
      const { notes: _notes, ...fields } = row.fields;
      const { notes: _base, ...base } = row.base;
      const isKept = isLast && around.has(place) && (row.side === 'local' || row.entity === 'contact' || !this.#parts.world.hasDied({ side: row.side, kind: kindOf(row.entity), id: row.id }));
      if (!this.#isNameAlone(row, subject)) search(`the row of ${place}`, isKept ? row : { ...row, fields, base });
      if (row.entity === 'contact' && theirs.has(`${row.side}:${row.id}`)) leak(`the row of ${place}`, 'a record');
      const pointers = [...keysIn(row.fields['contacts'] ?? null), ...keysIn(row.base['contacts'] ?? null)];
      if (pointers.some((id) => (row.side === 'local' ? subject.linkIds.includes(id) : theirs.has(`${row.side}:${id}`)))) leak(`the row of ${place}`, 'a pointer');
    }
    for (const entry of await store.journal({ limit: 100_000 })) search('the journal', entry);
    for (const run of await store.runs({ limit: 1_000 })) {
      search('a run', run);
      for (const image of await store.images({ runId: run.id, limit: 1_000 })) if (image.linkId !== null && this.isTheirLink(image.linkId)) leak(`the images of ${image.linkId}`, 'what was there');
    }
    for (const side of SIDES) for (const hint of await store.hints({ entity: 'contact', side, limit: 1_000 })) if (theirs.has(`${side}:${hint.id}`)) leak('a hint', `${side}:${hint.id}`);
    for (const name of facts) search(`the fact ${name}`, await store.fact(name));
    for (const request of await store.requests({ limit: 100 })) {
      search('a request', request);
      for (const step of await store.steps(request.id)) search('a step', step);
      search('a receipt', await store.receipts(request.id));
    }
    search('the suppressions', [await store.suppressions({ limit: 1_000 }), await store.sightings()]);
  }

  /** F2: what the engine sends after that names nobody who was forgotten. */
  judgeCall({ author, worker, side, kind, request, sentAt, response }: Served): void {
    const subject = this.#subject;
    if (subject === null || author !== 'engine' || (kind !== 'create' && kind !== 'update') || sentAt <= this.#strictFrom || response.status === 401) return;
    // Texts of others' records are cleaned when their turn comes.
    const body = request.body.toLowerCase().replaceAll(/"(?:description|sauma_notes|\/description)":"[^"]*"/gu, '').replaceAll(/"path":"\/description","value":"[^"]*"/gu, '');
    this.#isNameFree ||= this.#isShownByNameAlone();
    const isNamed = !this.#isNameFree && this.#knewName(subject) && [HER.firstName, HER.lastName].every((name) => body.includes(name.toLowerCase()));
    const found = [...(isNamed ? ['the name'] : []), ...this.#needles(subject).filter((word) => body.includes(word) || request.path.toLowerCase().includes(word)), ...namedIn(side, request).filter((ref) => subject.refs.some((one) => ref.kind === 'contact' && one.side === ref.side && one.id === ref.id)).map(keyOf)];
    if (found.length > 0) this.#parts.findings.add('F2', `${worker} sends ${request.method} ${request.path} to ${side} with ${found.join(', ')} after it was forgotten`, [worker, HER.lastName]);
  }

  /** F4 and F5, when all is over: both vendors show nothing either, and notes about others are as they were. */
  judgeVendors(): void {
    const subject = this.#subject;
    if (subject === null) return;
    const { world, findings, planted } = this.#parts;
    const words = [...(subject.emails.includes(HER.email ?? '') ? [HER.email ?? ''] : []), ...(this.#knewName(subject) ? [FULL_NAME.toLowerCase()] : [])];
    const search = (where: string, row: unknown): void => {
      const text = JSON.stringify(row ?? null).toLowerCase();
      for (const word of words) if (text.includes(word)) findings.add('F5', `${where} still shows ${word}`, [where.split(' ').at(-1) ?? where, HER.lastName]);
    };
    const around = subject.around.flatMap(({ side, entity, id }) => (entity === 'account' || entity === 'salesCase' ? [{ side, kind: kindOf(entity), id }] : []));
    // What was in a bin when it was looked for could not be looked through.
    for (const { side, kind, id } of around) if (!world.hasDied({ side, kind, id })) search(`${side} ${kind} ${id}`, side === 'psa' ? world.psa.state.get(COLLECTIONS[kind], id) : world.crm.state.get(TYPES[kind], id)?.properties);
    const customers = new Set(around.flatMap(({ side, kind, id }) => (side === 'psa' && kind === 'account' ? [id] : [])));
    for (const row of world.psa.state.list('customersalesnotes')) if (customers.has((row['customer'] as { guid: string }).guid)) search(`psa customersalesnotes ${row.guid}`, row);
    const wasInBin = world.deaths.some((death) => death.at < this.#armedAt && death.side === 'crm' && subject.refs.some(({ side, id }) => side === 'crm' && id === death.id));
    if (!wasInBin) for (const note of world.crm.state.list('notes')) if (this.#isLedTo(note.id)) search(`crm notes ${note.id}`, note.properties);
    // Whoever shows the address under another name may be somebody else: that is a person's to say.
    for (const ref of SIDES.flatMap((side) => world.live(side, 'contact'))) {
      const fields = world.fieldsOf(ref) ?? {};
      const isTold = keysIn(fields['emails']).some((email) => subject.emails.includes(email)) || [...subject.refs, ...this.#made].some(({ side, id }) => side === ref.side && id === ref.id);
      if (this.#knewName(subject) && isTold && fields['firstName'] === HER.firstName && fields['lastName'] === HER.lastName) search(`${ref.side} contact ${ref.id}`, [fields, FULL_NAME]);
    }
    const isColleagueIn = subject.names.some(({ first }) => first !== HER.firstName);
    for (const [id, text] of planted.untouched) {
      const now = world.crm.state.get('notes', id)?.properties['hs_note_body'];
      if (!isColleagueIn && !planted.colleague.some((ref) => world.hasDied(ref)) && !(id === planted.shared ? now?.startsWith(text) : now === text)) findings.add('F3', `a note about somebody else is ${JSON.stringify(now)}`, [id]);
    }
  }

  /**
   * A note is found by whom it is tied to, because HubSpot is never asked for words. One that hung all the time on contacts that showed neither
   * an address of theirs nor their name with a number nobody can find: their contact had been given another address or merged into somebody
   * else's before it was looked for, and the product had never known its id.
   */
  #isLedTo(note: string): boolean {
    const ties = [...this.#tiesThen, ...tiesOf(this.#parts.world)].filter(({ from }) => from === note);
    return ties.length === 0 || ties.some(({ to }) => this.#shows({ side: 'crm', kind: 'contact', id: to }));
  }

  /** Known by its id, or by what it showed when the person was forgotten or later. */
  #shows(ref: Ref): boolean {
    const subject = this.#subject;
    if (subject === null) return false;
    if ([...subject.refs, ...this.#made].some(({ side, id }) => side === ref.side && id === ref.id)) return true;
    const since = (field: string): readonly Written[] => {
      const history = this.#parts.world.history(ref, field);
      return history.slice(Math.max(0, history.findLastIndex(({ at }) => at <= this.#armedAt)));
    };
    const shown = (field: string): readonly string[] => since(field).flatMap(({ after }) => keysIn(after));
    const phones = new Set([...this.#phones, ...subject.phones.map(normalisePhone)]);
    const isCalledSo = since('firstName').some(({ after }) => after === HER.firstName) && since('lastName').some(({ after }) => after === HER.lastName);
    const emails = subject.emails.map((email) => email.toLowerCase());
    return shown('emails').some((email) => emails.includes(email)) || (isCalledSo && this.#knewName(subject) && shown('phones').some((phone) => phones.has(phone)));
  }

  /** F3: of others only what names the person is touched. */
  #judgeErasing(written: Written): void {
    const { kind, field } = written;
    if (this.isTheirs(written) || (kind !== 'contact' && field === 'contacts') || field === 'notes' || this.#isAsSaid(written)) return;
    this.#parts.findings.add('F3', `an erasure writes ${keyOf(written)} ${field}: ${JSON.stringify(written.before)} -> ${JSON.stringify(written.after)}`, [written.id]);
  }

  /** A website in which a word of their name stands is shown to the officer, who lets everything go: people have renamed them so that it does. */
  #isAsSaid({ kind, field, before }: Written): boolean {
    const words = (this.#subject?.names ?? []).flatMap(({ first, last }) => `${first} ${last}`.toLowerCase().split(/[^\p{L}]+/u)).filter((word) => word.length > 2);
    return kind === 'account' && ['website', 'domain'].includes(field) && typeof before === 'string' && before.toLowerCase().split(/[^\p{L}]+/u).some((word) => words.includes(word));
  }

  #needles({ emails, phones, refs, names }: Subject): readonly string[] {
    // A number tells nobody apart: somebody made anew under another name may have it.
    const isOthers = (phone: string): boolean => this.#parts.world.writes.some((written) => ['phones', 'phone'].includes(written.field) && JSON.stringify(written.after).includes(phone) && !refs.some(({ side, id }) => side === written.side && id === written.id));
    const called = this.#knewName({ names }) && !this.#isNameFree ? [FULL_NAME] : [];
    const guids = refs.flatMap(({ side, id }) => (side === 'psa' ? [id] : []));
    return [...emails, ...phones.map(normalisePhone).filter((phone) => phone.startsWith('+') && !isOthers(phone)), ...called, ...guids].map((word) => word.toLowerCase());
  }

  #knewName({ names }: Pick<Subject, 'names'>): boolean {
    return names.some(({ first, last }) => first === HER.firstName && last === HER.lastName);
  }

  #isCalledSo(ref: Ref): boolean {
    return ['firstName', 'lastName'].every((field) => this.#parts.world.history(ref, field).some(({ after }) => after === HER.firstName || after === HER.lastName));
  }

  #names(text: string): boolean {
    return text.includes(HER.lastName) || text.toLowerCase().includes(HER.email ?? '') || text.includes('[poistettu]');
  }

  /** A record of ours with the name and nothing else that was forgotten: its address came later than it did, or never. */
  #isNameAlone({ side, entity, id, linkId, fields }: SideRow, { refs, linkIds, emails, phones }: Subject): boolean {
    if (entity !== 'contact' || fields['firstName'] !== HER.firstName || fields['lastName'] !== HER.lastName) return false;
    const isHers = linkIds.includes(linkId) || [...refs, ...this.#made].some((ref) => ref.side === side && ref.id === id);
    const numbers = phones.map(normalisePhone);
    return !isHers && !keysIn(fields['emails']).some((email) => emails.includes(email)) && !keysIn(fields['phones']).some((phone) => numbers.includes(phone));
  }

  /** Somebody else may be called so: a name alone keeps nobody away. */
  #isShownByNameAlone(): boolean {
    const { world, ledger } = this.#parts;
    const subject = this.#subject;
    if (subject !== null && [...ledger.sides.all()].some((row) => this.#isNameAlone(row, subject))) return true;
    return SIDES.some((side) => ENTITIES.some((kind) => kind === 'contact' && world.live(side, kind).some((ref) => {
      const fields = world.fieldsOf(ref) ?? {};
      return fields['firstName'] === HER.firstName && fields['lastName'] === HER.lastName && !this.isTheirs(ref);
    })));
  }
}
