// What one turn's outcome makes of one side's row. Invariant: the base becomes what the plan agreed on; the fields never go
// back behind what has been seen since, and whoever was overtaken keeps the link dirty.
import { isDeepStrictEqual } from 'node:util';
import { toInstant } from '../../lib/clock.ts';
import { same } from '../../core/value.ts';
import type { LinkRecord, SideRecord } from '../store.ts';
import { takeOver } from './adopt.ts';
import { sideKey, sideOf, type Turn } from './ledger.ts';
import { rowHash } from './overlay.ts';
import type { LinkRow, SideRow } from './rows.ts';

/** True when the row had moved on since the plan saw it. @param record from `storableSide` */
export function recordSide(turn: Turn, link: LinkRow, record: SideRecord): boolean {
  const row = sideOf(turn.ledger, link.id, record.side);
  if (record.seenVersion !== null) {
    if (row === null) return true;
    return row.version === record.seenVersion && row.id === record.id ? agree(turn, row, record) : catchUp(turn, row, record);
  }
  if (row !== null) return row.id === record.id ? catchUp(turn, row, record) : true;
  const known = turn.ledger.sides.get(sideKey(record.side, link.entity, record.id));
  if (known === null) {
    turn.ledger.sides.put(newRow(turn, link, record));
    return false;
  }
  if (!takeOver(turn, known, link)) return true;
  const moved = isLater(known.asOf, record.asOf) || known.gone !== null;
  return catchUp(turn, sideOf(turn.ledger, link.id, record.side) as SideRow, record) && moved;
}

function newRow({ now }: Turn, link: LinkRow, record: SideRecord): SideRow {
  const { side, id, fields, base, handles, keys, mapVersion, modifiedAt, modifiedBy } = record;
  const asOf = instant(record.asOf);
  return {
    side, entity: link.entity, id, linkId: link.id, fields, base, handles, keys, hash: rowHash(fields, handles, keys),
    version: 1, mapVersion, asOf, modifiedAt, modifiedBy, gone: null, verdict: null, suspectedAt: null, shownAt: toInstant(now),
  };
}

/** A record that we have taken out of use: the others go on without it. Where a pull has seen that already, only that is settled. */
export function bury({ ledger, now }: Turn, link: LinkRow, { side, how }: NonNullable<LinkRecord['gone']>[number]): void {
  const row = sideOf(ledger, link.id, side);
  if (row === null || row.verdict !== null) return;
  const asOf = isLater(row.asOf, toInstant(now)) ? row.asOf : toInstant(now);
  const settled = { ...row, verdict: 'unlink', version: row.version + 1 } as const;
  ledger.sides.put(row.gone === null ? { ...settled, gone: how, asOf, suspectedAt: null } : settled);
}

/** Nothing moved: the row becomes the record. Always answers false. */
function agree({ ledger }: Turn, row: SideRow, record: SideRecord): false {
  const { fields, base, handles, keys, mapVersion, modifiedAt, modifiedBy } = record;
  const asOf = isLater(row.asOf, record.asOf) ? row.asOf : instant(record.asOf);
  const gone = record.isBack ? null : row.gone;
  const verdict = gone === null ? null : (record.verdict ?? row.verdict);
  const next = { ...row, fields, base, handles, keys, mapVersion, asOf, modifiedAt, modifiedBy, gone, verdict };
  if (isDeepStrictEqual(next, row)) return false;
  const version = isDeepStrictEqual([fields, base, handles, gone, verdict], [row.fields, row.base, row.handles, row.gone, row.verdict]) ? row.version : row.version + 1;
  ledger.sides.put({ ...next, version, hash: rowHash(fields, handles, keys) });
  return false;
}

/**
 * Something moved: the base is certain. A field that still shows what the plan saw takes the record's value, and so does one
 * about which the side answered something new and later; any other moved meanwhile and stays. A person's edit on `local` is
 * always newer. Always answers true.
 */
function catchUp({ ledger }: Turn, row: SideRow, record: SideRecord): true {
  const overtaken = record.side === 'local' || isLater(row.asOf, record.asOf);
  const mine = Object.entries(record.fields).filter(([name, value]) => {
    const [now, seen] = [row.fields[name], record.seen[name]];
    const told = seen === undefined || !same(value, seen);
    return now === undefined || same(now, value) || (told && !overtaken) || (seen !== undefined && same(now, seen));
  });
  const fields = { ...row.fields, ...Object.fromEntries(mine) };
  const { base } = record;
  if (overtaken) {
    ledger.sides.put({ ...row, fields, base, version: row.version + 1, hash: rowHash(fields, row.handles, row.keys) });
    return true;
  }
  const { asOf, mapVersion, modifiedAt, modifiedBy } = record;
  const handles = { ...row.handles, ...record.handles };
  const keys = record.keys.length === 0 ? row.keys : record.keys;
  const next = { ...row, fields, handles, keys, base, mapVersion, modifiedAt, modifiedBy, asOf: instant(asOf) };
  ledger.sides.put({ ...next, version: row.version + 1, hash: rowHash(fields, handles, keys) });
  return true;
}

const instant = (text: string): string => toInstant(Date.parse(text));
const isLater = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
