// What tells who a request is about: by what it was asked, who that turned out to be, and what was found. Invariant: it is kept sealed, as
// one text of its request's row, and nowhere else; each step keeps no more than the thing it treats, and of what is done no text (spent.ts).
import type { Decision } from '../core/erasure-plan.ts';
import { NOBODY } from '../core/subject.ts';
import type { PersonName, PersonRef, Subject } from '../core/subject.ts';
import type { SystemName } from '../core/vocabulary.ts';
import type { Trace } from '../connectors/privacy.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import type { LocalTrace } from '../store/forgetting.ts';
import type { ErasureContext } from './context.ts';

/** By what a person was asked for. */
export interface Asked {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly names: readonly PersonName[];
  readonly linkIds: readonly string[];
  readonly refs: readonly PersonRef[];
}

/** One system as it was looked through. */
export interface SystemLook {
  readonly system: SystemName;
  /** UTC instant; null: it could not be looked through. */
  readonly at: string | null;
  /** Stable code of why not. */
  readonly problem: string | null;
  readonly traces: readonly Trace[];
}

/** Of the person, and of others too: they keep it, and it tells nobody apart. */
export interface SharedPoint {
  readonly kind: 'email' | 'phone';
  readonly value: string;
}

export interface RequestData {
  readonly asked: Asked;
  readonly subject: Subject;
  readonly shared: readonly SharedPoint[];
  /** Links of several people who share what was asked by: somebody has to say which it is. */
  readonly candidates: readonly string[];
  readonly looks: readonly SystemLook[];
  readonly local: readonly LocalTrace[];
  /** By item of the plan. */
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** What a step treats. */
export interface StepData {
  /** Null of a step of ours, which is carried out when the request is armed. */
  readonly trace: Trace | null;
  /** The texts to be stored, by field; none once it is done. */
  readonly texts: Readonly<Record<string, string>>;
  /** Unsure hits are in the texts that no person has decided on: once the machine's part is done, a person looks at them. */
  readonly isUnsure?: boolean;
  /** A look has found it there while it waited for a person: a later one can tell that it is gone. */
  readonly isSeen?: boolean;
}

export function emptyData(asked: Asked): RequestData {
  return { asked, subject: NOBODY, shared: [], candidates: [], looks: [], local: [], decisions: {} };
}

export const NOBODY_ASKED: Asked = { emails: [], phones: [], names: [], linkIds: [], refs: [] };

export function sealData({ sealer, workspace }: Pick<ErasureContext, 'sealer' | 'workspace'>, requestId: string, data: RequestData): string {
  return sealer.seal(JSON.stringify(data), { workspace, record: requestId, purpose: 'erasure-request' });
}

/** Nobody, once the request is over and who it was about has been forgotten too. */
export function dataOf({ sealer, workspace }: Pick<ErasureContext, 'sealer' | 'workspace'>, { id, sealed }: Pick<ErasureRequest, 'id' | 'sealed'>): RequestData {
  if (sealed === null) return emptyData(NOBODY_ASKED);
  return JSON.parse(sealer.open(sealed, { workspace, record: id, purpose: 'erasure-request' })) as RequestData;
}

export function sealStep({ sealer, workspace }: Pick<ErasureContext, 'sealer' | 'workspace'>, stepId: string, data: StepData): string {
  return sealer.seal(JSON.stringify(data), { workspace, record: stepId, purpose: 'erasure-step' });
}

export function stepDataOf({ sealer, workspace }: Pick<ErasureContext, 'sealer' | 'workspace'>, { id, sealed }: Pick<ErasureStep, 'id' | 'sealed'>): StepData {
  if (sealed === null) return { trace: null, texts: {} };
  return JSON.parse(sealer.open(sealed, { workspace, record: id, purpose: 'erasure-step' })) as StepData;
}
