// What is kept of what was found, once it is done: where it was, marks of its texts to tell them by, and of a contact no more than the person
// is told by anyway. Invariant: no text and no other value outlives the thing that was done with it.
import type { Trace } from '../connectors/privacy.ts';
import type { Decision, PlanItem } from '../core/erasure-plan.ts';
import type { Subject } from '../core/subject.ts';
import { isAsFound, textMark } from '../core/text-mark.ts';
import type { RequestData, StepData, SystemLook } from './request-data.ts';

/** Of a request whose steps have been written down. */
export function spentRequest(data: RequestData): RequestData {
  return {
    ...data,
    looks: data.looks.map((look) => ({ ...look, traces: look.traces.map((trace) => ({ ...spentTrace(trace, data.subject), content: {} })) })),
    local: [],
  };
}

/** Of one that is called off: nothing of it is ever looked for again. */
export function calledOff(data: RequestData): RequestData {
  return { ...data, looks: data.looks.map((look) => ({ ...look, traces: [] })), local: [] };
}

export function spentStep(data: StepData, subject: Subject): StepData {
  return { ...data, trace: data.trace && spentTrace(data.trace, subject), texts: {} };
}

function spentTrace(trace: Trace, { names, emails, phones }: Subject): Trace {
  const telling = new Set([...names.flatMap(({ first, last }) => [first, last, `${first} ${last}`]), ...emails, ...phones].map((word) => word.trim().toLowerCase()));
  const content = trace.kind === 'contact' ? Object.fromEntries(Object.entries(trace.content).filter(([, value]) => telling.has(value.trim().toLowerCase()))) : {};
  return { ...trace, texts: Object.fromEntries(Object.entries(trace.texts).map(([field, text]) => [field, text.startsWith('#') ? text : textMark(text)])), content };
}

/** What a person has decided on holds as long as it is what they saw: of a text that has been changed since, nobody has said anything but to leave it. */
export function decisionsNow({ looks, decisions }: RequestData, now: readonly Pick<SystemLook, 'system' | 'traces'>[]): Readonly<Record<string, Decision>> {
  const seen = new Map(looks.flatMap(({ system, traces }) => traces.map((trace) => [`${system}:${trace.id}`, trace] as const)));
  const changed = new Set(now.flatMap(({ system, traces }) => traces.flatMap(({ id, texts }) => {
    const before = seen.get(`${system}:${id}`);
    return before !== undefined && Object.entries(texts).some(([field, text]) => !isAsFound(before.texts[field], text)) ? [`${system}:${id}`] : [];
  })));
  return Object.fromEntries(Object.entries(decisions).filter(([item, choice]) => choice === 'leave' || !changed.has(item)));
}

/** Something in its words is unsure, and no person has said anything of it: what is sure goes, and then a person looks at the rest. */
export function isUnsure({ treatment, decision, texts }: PlanItem): boolean {
  return treatment === 'redact' && decision === null && texts.some(({ hits }) => hits.some(({ sure }) => !sure));
}
