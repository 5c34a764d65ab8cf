// A batch into the store: accounts before the contacts of them, each with what it takes to undo it. Invariant: what the store did not take is
// refused with its row, and so is whatever belongs to it.
import type { RemoteSide } from '../core/vocabulary.ts';
import { idsIn } from '../engine/keys.ts';
import { entityOf } from '../engine/context.ts';
import type { EngineContext } from '../engine/context.ts';
import { sealedImage } from '../engine/images.ts';
import { emptyFields } from '../engine/turn.ts';
import { toInstant } from '../lib/clock.ts';
import type { EditResult } from '../store/edits.ts';
import type { ImportedRecord } from '../store/imports.ts';
import { keysThen } from './batch.ts';
import type { Pending } from './batch.ts';
import { consentsIn } from './changes.ts';
import { IMPORTED } from './fields.ts';
import { refusalOf } from './refusals.ts';
import type { Refusal, RefusalCode } from './refusals.ts';

export interface Writing {
  readonly runId: string;
  /** Null: as the gates say. */
  readonly targets: readonly RemoteSide[] | null;
  readonly by: string;
}

const CODES: Readonly<Record<Exclude<EditResult, 'done'>, RefusalCode>> = { moved: 'changed-meanwhile', absent: 'changed-meanwhile', suppressed: 'not-allowed-here' };

export interface Written {
  /** What was not taken, by link. */
  readonly lost: ReadonlySet<string>;
  readonly refused: readonly Refusal[];
}

export async function writeBatch(context: EngineContext, pending: readonly Pending[], writing: Writing): Promise<Written> {
  const lost = new Map<string, RefusalCode>();
  const refused: Refusal[] = [];
  const give = (one: Pending, code: RefusalCode): void => {
    lost.set(one.linkId, code);
    refused.push(...[...one.rows.keys()].map(({ row }) => ({ row, entity: one.entity, faults: [refusalOf(code)], repeats: code !== 'not-allowed-here' })));
  };
  for (const entity of IMPORTED) {
    const mine = pending.filter((one) => one.entity === entity && (one.forgotten !== null || one.seenVersion === null || Object.keys(one.fields).length > 0));
    for (const one of mine) {
      const code = idsIn(one.fields['account']).flatMap((id) => lost.get(id) ?? [])[0];
      if (code !== undefined) give(one, code);
    }
    const standing = mine.filter(({ linkId }) => !lost.has(linkId));
    if (standing.length === 0) continue;
    const results = await context.store.saveImported(entity, standing.map((one) => recordOf(context, one, writing)));
    for (const [place, one] of standing.entries()) {
      const result = results[place] ?? 'absent';
      if (result !== 'done') give(one, CODES[result]);
    }
  }
  return { lost: new Set(lost.keys()), refused };
}

function recordOf(context: EngineContext, one: Pending, { runId, targets, by }: Writing): ImportedRecord {
  const { entity, linkId, seenVersion, before, forgotten } = one;
  const fields = forgotten ?? one.fields;
  const kind = seenVersion === null ? 'create' : 'update';
  const names = Object.keys(fields);
  const change = { before: kind === 'create' ? {} : Object.fromEntries(names.map((name) => [name, before[name] ?? null])), after: fields };
  const at = toInstant(context.clock.now());
  return {
    linkId, seenVersion, targets, by, isForgotten: forgotten !== null,
    fields: kind === 'create' ? { ...emptyFields(context, entity), ...fields } : fields,
    keys: keysThen(context, one),
    consents: consentsIn(entityOf(context, entity), before, fields),
    journal: [{ runId, linkId, entity, side: 'local', action: kind, outcome: 'done', fields: names, reason: null, at }],
    images: [sealedImage(context, { runId, linkId, side: 'local', refId: linkId, kind }, change)],
  };
}

