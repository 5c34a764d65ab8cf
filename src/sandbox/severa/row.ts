// A raw row of the sandbox: plain JSON with its guid, references kept as `{guid}` only so that a rename shows everywhere.
// Reading never throws: what is absent or of another kind is null, false or zero.

export type Row = { readonly guid: string } & Readonly<Record<string, unknown>>;

/** The guid of the reference in a field, or null. */
export function guidIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): string | null {
  const value = row?.[field];
  if (value === null || typeof value !== 'object') return null;
  const guid = (value as Record<string, unknown>)['guid'];
  return typeof guid === 'string' ? guid : null;
}

export function textIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): string | null {
  const value = row?.[field];
  return typeof value === 'string' ? value : null;
}

export function numberIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): number {
  const value = row?.[field];
  return typeof value === 'number' ? value : 0;
}

export function flagIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): boolean {
  return row?.[field] === true;
}

/** The amount of a money field; 0 when there is none. */
export function amountIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): number {
  const value = row?.[field];
  return value !== null && typeof value === 'object' ? numberIn(value as Record<string, unknown>, 'amount') : 0;
}

export function listIn(row: Readonly<Record<string, unknown>> | null | undefined, field: string): readonly unknown[] {
  const value = row?.[field];
  return Array.isArray(value) ? value : [];
}

/** What a filter compares: the text or number of a field, the guid of a reference. */
export function keyIn(row: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = row[field];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return guidIn(row, field);
}
