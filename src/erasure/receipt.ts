// The receipt: the proof of an erasure, without anything of the person. Invariants: it is canonical JSON under a random id, signed, and
// chained by its hash to the one before it, so that none can be changed or left out unseen; it holds counts, dates and grounds only.
import { createHash } from 'node:crypto';
import type { Residue } from '../connectors/privacy.ts';
import { toInstant } from '../lib/clock.ts';
import type { ErasureRequest, ErasureStep, Receipt } from '../store/erasures.ts';
import { isWordAlone } from './by-hand.ts';
import type { ErasureContext } from './context.ts';
import { systemsOf } from './look.ts';
import { dataOf } from './request-data.ts';
import { requestOf } from './requests.ts';

/** In the store: where the chain ends. */
const CHAIN = 'receipt-chain';
const LEASE_MS = 30_000;
const PAUSE_MS = 200;
const VERSION = 1;

export interface ReceiptBody {
  readonly version: typeof VERSION;
  /** Random; of the request. */
  readonly request: string;
  readonly controller: string;
  /** erased: all has been done. verified: the looks of a month have found nothing again. */
  readonly outcome: 'erased' | 'verified';
  /** True: nothing was there of whoever was asked for. */
  readonly foundNothing: boolean;
  readonly legalBasis: 'GDPR 17(1)';
  /** UTC instants but for `dueOn`, a plain date. */
  readonly receivedAt: string;
  readonly dueOn: string;
  readonly isExtended: boolean;
  readonly identityAt: string | null;
  readonly approvedAt: string | null;
  readonly approvedBy: string | null;
  readonly armedAt: string | null;
  readonly erasedAt: string | null;
  readonly completedAt: string | null;
  readonly writtenAt: string;
  readonly systems: readonly ReceiptSystem[];
  readonly kept: readonly { readonly system: string; readonly kind: string; readonly ground: string | null; readonly until: string | null; readonly count: number }[];
  /** What a system keeps in spite of what was done, as a code: `property-history`, the earlier wording of a text. Absent: a receipt of an earlier version. */
  readonly residue?: readonly { readonly system: string; readonly what: Residue; readonly count: number }[];
  readonly checks: ErasureRequest['checks'];
  /** SHA-256 of the receipt before this one, base64url; null: it is the first of this workspace. */
  readonly previous: string | null;
}

export interface ReceiptSystem {
  readonly system: string;
  readonly deleted: number;
  readonly redacted: number;
  readonly detached: number;
  readonly byHand: number;
  /** Of those by hand: where no look can tell, so that it rests on the word of a person. Absent: a receipt of an earlier version. */
  readonly confirmed?: number;
  readonly kept: number;
  /** Still to be done. */
  readonly open: number;
}

export interface SignedReceipt {
  /** What was signed, as canonical JSON. */
  readonly body: string;
  readonly signature: string;
  readonly publicKey: string;
}

/** Writes the receipt of how the request stands, and chains it. */
export async function receipt(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[]): Promise<void> {
  const { store, signer, clock } = context;
  await inTurn(context, async () => {
    const previous = await endOfChain(context);
    const body = canonicalJson(bodyOf(context, request, steps, previous));
    const draft: Receipt = { requestId: request.id, at: toInstant(clock.now()), body, signature: JSON.stringify({ signature: signer.sign(body), publicKey: signer.publicKey }) };
    await store.saveFact(CHAIN, { last: previous, draft } satisfies Chain);
    await context.requests.saveReceipt(draft);
    await store.saveFact(CHAIN, { last: hashOf(body), draft: null } satisfies Chain);
  });
}

interface Chain {
  /** Hash of the last receipt; null: there is none yet. */
  readonly last: string | null;
  /** One that was about to be saved. */
  readonly draft: Receipt | null;
}

/** What a crash left between a receipt and its place in the chain is brought to its end first. */
async function endOfChain({ store, requests }: ErasureContext): Promise<string | null> {
  const { last, draft } = ((await store.fact(CHAIN)) ?? { last: null, draft: null }) as Chain;
  if (draft === null) return last;
  if (!(await requests.receipts(draft.requestId)).some(({ body }) => body === draft.body)) await requests.saveReceipt(draft);
  return hashOf(draft.body);
}

/** The last one of the request; null while nothing has been done. */
export async function receiptOf(context: ErasureContext, id: string): Promise<SignedReceipt | null> {
  const { id: whole } = await requestOf(context, id);
  const last = (await context.requests.receipts(whole)).toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
  return last === undefined ? null : signedOf(last);
}

function signedOf({ body, signature }: Receipt): SignedReceipt {
  return { body, ...(JSON.parse(signature) as { signature: string; publicKey: string }) };
}

/** True when it is as it was signed, by the holder of the key that it names. */
export function isGenuine({ signer }: Pick<ErasureContext, 'signer'>, { body, signature, publicKey }: SignedReceipt): boolean {
  return signer.verify(body, signature, publicKey);
}

export function parsedBody(body: string): ReceiptBody {
  return JSON.parse(body) as ReceiptBody;
}

export function hashOf(body: string): string {
  return createHash('sha256').update(body, 'utf8').digest('base64url');
}

function bodyOf(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[], previous: string | null): ReceiptBody {
  const bySystem = Map.groupBy(steps, ({ system }) => system);
  const looked = dataOf(context, request).looks.map(({ system }) => system);
  const kept = Map.groupBy(steps.filter(({ state }) => state === 'retained'), ({ system, kind, ground, until }) => JSON.stringify([system, kind, ground, until]));
  return {
    version: VERSION, request: request.id, controller: context.settings.controller, outcome: request.completedAt === null ? 'erased' : 'verified', foundNothing: steps.length === 0,
    legalBasis: 'GDPR 17(1)', receivedAt: request.receivedAt, dueOn: request.dueOn, isExtended: request.extended !== null, identityAt: request.identity?.at ?? null,
    approvedAt: request.approved?.at ?? null, approvedBy: request.approved?.by ?? null, armedAt: request.armedAt, erasedAt: request.erasedAt, completedAt: request.completedAt,
    writtenAt: toInstant(context.clock.now()), systems: [...new Set(['sauma', ...looked, ...bySystem.keys()])].toSorted().map((system) => countsOf(system, bySystem.get(system as ErasureStep['system']) ?? [])),
    kept: [...kept.values()].map((alike) => {
      const { system, kind, ground, until } = alike[0] as ErasureStep;
      return { system, kind, ground, until, count: alike.length };
    }),
    residue: residueOf(context, steps), checks: request.checks, previous,
  };
}

function residueOf(context: ErasureContext, steps: readonly ErasureStep[]): NonNullable<ReceiptBody['residue']> {
  return systemsOf(context).flatMap(({ system, privacy: { keeps } }) => {
    const codes = steps.flatMap((step) => (step.system === system && isOver(step) ? (keeps?.[step.treatment] ?? []) : []));
    return [...Map.groupBy(codes, (code) => code)].map(([what, all]) => ({ system, what, count: all.length }));
  });
}

function isOver({ state }: ErasureStep): boolean {
  return state === 'done' || state === 'gone';
}

function countsOf(system: string, steps: readonly ErasureStep[]): ReceiptSystem {
  const over = steps.filter(isOver);
  const by = (treatment: ErasureStep['treatment']): number => over.filter((step) => step.treatment === treatment).length;
  const kept = steps.filter(({ state }) => state === 'retained').length;
  return { system, deleted: by('delete'), redacted: by('redact'), detached: by('detach'), byHand: by('manual'), confirmed: over.filter(isWordAlone).length, kept, open: steps.length - over.length - kept };
}

/** One receipt is chained at a time. */
async function inTurn({ store, clock }: ErasureContext, work: () => Promise<void>): Promise<void> {
  let lease = await store.takeLease('receipts', LEASE_MS);
  while (lease === null) {
    await clock.sleep(PAUSE_MS);
    lease = await store.takeLease('receipts', LEASE_MS);
  }
  try {
    await work();
  } finally {
    await store.releaseLease(lease);
  }
}

/** Keys in order, no spaces: the same content is always the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`;
}
