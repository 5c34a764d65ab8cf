// Home of the cells that mirrors take from a row of Severa: each is checked and turned into a mirror's value in one step.
// Invariant: a double becomes a decimal string here, digit for digit as it was sent, and is never counted with.
import { Big } from 'big.js';
import { z } from 'zod';
import type { MirrorRow, MirrorValue } from '../../../entities/mirrors/mirror.ts';
import { toInstant } from '../../../lib/clock.ts';
import { instantOf } from '../checkpoint.ts';
import { shownDate, shownText } from '../codecs.ts';

/** What one row shows; a row without an id cannot be kept. */
export interface Shown {
  readonly guid: string | null;
  readonly values: Readonly<Record<string, MirrorValue>>;
}

/** Checks one row as Severa sends it and gives what it shows. */
export type ShownRow = z.ZodType<Shown>;

export const text = z.string().nullish().transform(shownText);
export const flag = z.boolean().nullish().transform((value) => value ?? null);
export const guid = z.string().nullish().transform((value) => value || null);
/** A calendar date, in whose text a time of day may follow. */
export const day = z.string().nullish().transform(shownDate);
export const instant = z.string().nullish().transform(instantOf);
/** A running number, which is nothing to count with. */
export const number = z.union([z.number(), z.string()]).nullish().transform((value) => shownText(value?.toString()));
export const decimal = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).nullish().transform(decimalOf);
export const reference = z.object({ guid }).nullish().transform((value) => value?.guid ?? null);
export const references = z.array(z.object({ guid })).nullish().transform((all) => (all ?? []).flatMap((one) => one.guid ?? []));
export const named = z.object({ guid, name: text }).nullish().transform((value) => value ?? { guid: null, name: null });
const currencyCode = z.string().nullish().transform((value) => shownText(value)?.toUpperCase() ?? null);
export const currency = z.object({ code: currencyCode }).nullish().transform((value) => value?.code ?? null);
export const money = z.object({ amount: decimal, currencyCode }).nullish().transform((value) => value ?? { amount: null, currencyCode: null });

export function decimalOf(value: number | string | null | undefined): string | null {
  return value === null || value === undefined ? null : new Big(value).toFixed();
}

export function mirrorRows(all: readonly Shown[], asOfMs: number): readonly MirrorRow[] {
  const asOf = toInstant(asOfMs);
  return all.flatMap(({ guid: id, values }) => (id === null ? [] : [{ id, asOf, values }]));
}
