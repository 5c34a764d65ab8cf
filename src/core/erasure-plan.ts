// What is to be done with everything that was found of a person, before anybody approves it. Invariants: a record that says something
// of others too is never deleted for one of them; what a machine is not sure of waits for a person's word and without it stays as it is;
// what the law keeps is kept with its ground and date, and without the texts that the law does not ask for.
import type { Treatment } from './erasure-state.ts';
import { vouchersUntil } from './retention-date.ts';
import { hitsIn, redacted } from './sensitive-text.ts';
import type { Hit } from './sensitive-text.ts';
import type { Subject } from './subject.ts';
import type { SystemName } from './vocabulary.ts';

/** Why something is kept: the Finnish Accounting Act, chapter 2 section 10. */
export const GROUNDS = ['accounting-act-2-10'] as const;
export type Ground = (typeof GROUNDS)[number];

/** leave: another person, or nothing that has to go; sure hits in a text go all the same. */
export type Decision = 'treat' | 'leave';

/** A trace of a system, as connectors/privacy.ts words it. */
export interface FoundThere {
  readonly id: string;
  readonly kind: string;
  readonly treatment: Exclude<Treatment, 'retain'>;
  readonly sure: boolean;
  readonly others: number;
  readonly texts: Readonly<Record<string, string>>;
  readonly reason?: string;
  /** Plain date of what bookkeeping may rest on: of the invoice, of the hour. */
  readonly on?: string;
}

/** A trace of ours, as store/forgetting.ts words it. */
export interface FoundHere {
  readonly place: string;
  readonly kind: 'record' | 'pointer' | 'text' | 'staff';
  readonly what: string;
  readonly count: number;
  readonly text: string | null;
}

export interface PlanText {
  readonly field: string;
  readonly before: string;
  readonly hits: readonly Hit[];
  /** With what goes by the decision, or without one by what is sure. */
  readonly after: string;
}

export interface PlanItem {
  /** Stable between two looks: `<system>:<trace id or place>`, and `#kept` after it where the same trace is kept and cleaned too. */
  readonly id: string;
  readonly system: SystemName;
  /** The id of the trace, or the place of ours. */
  readonly traceId: string;
  readonly kind: string;
  /** Of ours, where: `remark.words`; else the kind. */
  readonly what: string;
  readonly treatment: Treatment;
  readonly ground: Ground | null;
  /** Plain date: the last day on which it is kept. */
  readonly until: string | null;
  readonly sure: boolean;
  readonly others: number;
  /** How many rows of ours; 1 of a system's. */
  readonly count: number;
  /** Why a person does it by hand, as a stable code. */
  readonly reason: string | null;
  readonly texts: readonly PlanText[];
  readonly decision: Decision | null;
  /** A person has to say something first. */
  readonly needsDecision: boolean;
}

export interface PlanQuestion {
  readonly subject: Subject;
  /** In the order in which each system wants them treated. */
  readonly found: readonly { readonly system: SystemName; readonly traces: readonly FoundThere[] }[];
  readonly local: readonly FoundHere[];
  /** By item id. */
  readonly decisions: Readonly<Record<string, Decision>>;
  /** Plain date: what has no date of its own is kept as if it were of today. */
  readonly today: string;
  /** `MM-DD`. */
  readonly financialYearEnd: string;
}

const INVOICES = new Set(['invoice', 'invoiceRow']);
const WORK = new Set(['hour', 'workHour', 'travelExpense']);
const PERSONS = new Set(['contact', 'user']);
/** What is printed on a voucher, which has to stay as it was sent; how it was delivered is not. */
const ON_THE_VOUCHER = /^(?:receiver|yourReference|ourReference|orderNumber|description|freeText)(?!.*(?:Email|Phone)$)/u;

/** In the order in which it is done: what is ours when armed, then each system's with the persons themselves last. */
export function planOf(question: PlanQuestion): readonly PlanItem[] {
  const there = question.found.flatMap(({ system, traces }) =>
    traces.toSorted((a, b) => Number(PERSONS.has(a.kind)) - Number(PERSONS.has(b.kind))).flatMap((trace) => itemsOf(system, trace, question)));
  return [...question.local.flatMap((trace) => ourItem(trace, question)), ...there];
}

/** Those that become steps: all but what a person left. Of a text that was left the sure hits go all the same. */
export function toBeDone(items: readonly PlanItem[]): readonly PlanItem[] {
  return items.filter((item) => item.decision !== 'leave' || (item.treatment === 'redact' && item.texts.some(({ before, after }) => before !== after)));
}

/** It waits for a person's word, and until then nothing of it may be touched: of a text with a sure hit that may go at once. */
export function isUndecided(item: PlanItem): boolean {
  return item.needsDecision && !(item.treatment === 'redact' && Object.keys(textsAfter(item)).length > 0);
}

/** The texts to be stored, by field: only those that change. */
export function textsAfter(item: PlanItem): Readonly<Record<string, string>> {
  return Object.fromEntries(item.texts.flatMap(({ field, before, after }) => (before === after ? [] : [[field, after]])));
}

/** Places of ours where unsure hits go too, because a person has said so. */
export function placesToRedact(items: readonly PlanItem[]): readonly string[] {
  return items.flatMap((item) => (item.system === 'sauma' && item.kind === 'text' && item.decision === 'treat' ? [item.traceId] : []));
}

/** The earliest day after which something kept may go; null when nothing is kept. */
export function keptUntil(items: readonly PlanItem[]): string | null {
  return items.flatMap(({ treatment, until }) => (treatment === 'retain' && until !== null ? [until] : [])).toSorted()[0] ?? null;
}

function itemsOf(system: SystemName, trace: FoundThere, question: PlanQuestion): readonly PlanItem[] {
  const id = `${system}:${trace.id}`;
  const decision = question.decisions[id] ?? null;
  const every = textsOf(trace.texts, decision, question.subject);
  const base = { id, system, traceId: trace.id, kind: trace.kind, what: trace.kind, ground: null, until: null, others: trace.others, count: 1, reason: trace.reason ?? null };
  const until = keptByLaw(trace) ? vouchersUntil(trace.on ?? question.today, question.financialYearEnd) : null;
  if (until !== null && until >= question.today) {
    const loose = every.filter(({ field, hits }) => hits.length > 0 && !ON_THE_VOUCHER.test(field));
    const kept = { ...base, id: `${id}#kept`, treatment: 'retain' as const, ground: GROUNDS[0], until, sure: true, texts: [], decision: null, needsDecision: false };
    return loose.length === 0 ? [kept] : [asked({ ...base, treatment: trace.treatment === 'manual' ? 'manual' : 'redact', sure: trace.sure, texts: loose, decision }), kept];
  }
  const spoken = every.filter(({ hits }) => hits.length > 0);
  const treatment = trace.treatment === 'delete' && trace.others > 0 ? (spoken.length > 0 ? 'redact' : 'detach') : trace.treatment;
  if (treatment === 'redact' && spoken.length === 0 && every.length > 0) return [];
  return [asked({ ...base, treatment, sure: trace.sure, texts: treatment === 'redact' ? spoken : every, decision })];
}

/** An invoice is a voucher whoever it names; an hour rests under one as the work of the person: of one that merely names them the text goes. */
function keptByLaw({ kind, treatment }: FoundThere): boolean {
  return INVOICES.has(kind) || (WORK.has(kind) && (treatment === 'delete' || treatment === 'detach'));
}

function ourItem(trace: FoundHere, question: PlanQuestion): readonly PlanItem[] {
  const id = `sauma:${trace.place}`;
  const decision = question.decisions[id] ?? null;
  const texts = trace.text === null ? [] : textsOf({ [trace.what]: trace.text }, decision, question.subject).filter(({ hits }) => hits.length > 0);
  if (trace.kind === 'text' && texts.length === 0) return [];
  const treatment = ({ record: 'delete', pointer: 'detach', text: 'redact', staff: 'redact' } as const)[trace.kind];
  return [asked({ id, system: 'sauma', traceId: trace.place, kind: trace.kind, what: trace.what, treatment, ground: null, until: null, sure: true, others: 0, count: trace.count, reason: null, texts, decision })];
}

/** In a text it is the hits that are sure or not: a trace may be sure of the record and not of what its text says. */
function asked(item: Omit<PlanItem, 'needsDecision'>): PlanItem {
  const hits = item.texts.flatMap((text) => text.hits);
  const sure = item.treatment === 'redact' && hits.length > 0 ? hits.every((hit) => hit.sure) : item.sure;
  return { ...item, sure, needsDecision: !sure && item.decision === null };
}

function textsOf(texts: Readonly<Record<string, string>>, decision: Decision | null, subject: Subject): readonly PlanText[] {
  return Object.entries(texts).map(([field, before]) => {
    const hits = hitsIn(before, subject);
    return { field, before, hits, after: redacted(before, hits, decision === 'treat' ? 'all' : 'sure') };
  });
}
