// Graves: what a link's turn records about records that are gone: those we took out of use, verdicts that have been carried
// out, and the lines of the journal about them. Invariant: a verdict is spent once it has been carried out, so that a record
// that comes back later is not taken away again.
import type { Outcome } from '../connectors/connector.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { JournalEntry, LinkRecord, SideRecord, SideState } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { keysFor } from './keys.ts';
import type { Turn } from './turn.ts';

export interface Graves {
  readonly sides: readonly SideRecord[];
  readonly gone: NonNullable<LinkRecord['gone']>;
  readonly journal: readonly Pick<JournalEntry, 'side' | 'action' | 'outcome' | 'reason'>[];
  /** Everything that was to be taken out of use is. */
  readonly areDug: boolean;
}

export function gravesOf(context: EngineContext, turn: Turn, outcomes: ReadonlyMap<RemoteSide, Outcome>): Graves {
  const { fate, link, plan } = turn;
  const archives = plan.writes.flatMap(({ side, kind }) => (kind === 'archive' && side !== 'local' ? [side] : []));
  const dug = archives.flatMap((side) => {
    const outcome = outcomes.get(side);
    return outcome?.kind === 'archived' ? [{ side, snapshot: outcome.snapshot }] : [];
  });
  const areDug = fate.kind === 'archive' && dug.length === fate.remote.length;
  const endsHere = areDug && fate.local;
  const spent = areDug ? fate.gone : fate.kind === 'goes-on' ? fate.unlinked.flatMap(({ side }) => link.sides[side] ?? []) : [];
  return {
    sides: [
      ...dug.flatMap(({ side, snapshot }) => (snapshot === null ? [] : kept(context, turn, side, { ...snapshot, verdict: undefined }))),
      ...spent.flatMap((state) => (state.verdict === 'unlink' ? [] : kept(context, turn, state.side, { verdict: 'unlink' }))),
    ],
    gone: [
      ...dug.map(({ side, snapshot }) => ({ side, how: snapshot === null ? ('archived' as const) : ('retired' as const) })),
      ...(endsHere ? [{ side: 'local' as const, how: 'archived' as const }] : []),
    ],
    journal: [
      // A merge is no loss: the record lives on in another.
      ...fate.noticed.flatMap(({ side, gone }) => (gone === 'merged' ? [] : [{ side, action: 'gone' as const, outcome: 'done' as const, reason: gone }])),
      ...(fate.kind === 'goes-on' ? fate.unlinked.map(({ side, by }) => ({ side, action: 'unlink' as const, outcome: 'done' as const, reason: by })) : []),
      ...(endsHere ? [{ side: 'local' as const, action: 'archive' as const, outcome: 'done' as const, reason: fate.by }] : []),
    ],
    areDug,
  };
}

type Change = Partial<Pick<SideState, 'fields' | 'handles' | 'asOf' | 'modifiedAt' | 'modifiedBy'>> & { readonly verdict?: 'unlink' | undefined };

/** A side's row as it is, with what the last answer showed laid over it. */
function kept(context: EngineContext, { link }: Turn, side: SideState['side'], change: Change): SideRecord[] {
  const state = link.sides[side];
  if (state === undefined) return [];
  const { fields: shown, handles, asOf, modifiedAt, modifiedBy, verdict } = { ...state, ...change };
  const fields = { ...state.fields, ...shown };
  return [
    {
      side,
      seenVersion: state.version,
      seen: state.fields,
      id: state.id,
      fields,
      base: state.base,
      handles: { ...state.handles, ...handles },
      mapVersion: state.mapVersion,
      asOf,
      modifiedAt,
      modifiedBy,
      keys: keysFor(context, link.entity, side, fields),
      ...(verdict ? { verdict } : {}),
    },
  ];
}

/** The lines of the journal, whole. */
export function graveLines(context: EngineContext, { link }: Turn, graves: Graves, runId: string | null): readonly JournalEntry[] {
  const at = toInstant(context.clock.now());
  return graves.journal.map((line) => ({ ...line, runId, linkId: link.id, entity: link.entity, fields: [], at }));
}
