// What a backup is made of, in order: the manifest, then for every table of every workspace its beginning, its rows as COPY tells them and
// its end with a checksum, then the end of all. Invariant: whoever has read the end of all has read everything.
import { byteReader } from '../../lib/byte-reader.ts';
import { ConfigError } from '../../lib/errors.ts';

export interface BackupManifest {
  readonly format: 1;
  /** UTC instant. */
  readonly at: string;
  /** Of the program that made it. */
  readonly version: string;
  /** Those that had run, in order. */
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[];
  readonly workspaces: readonly string[];
}

export interface TableStart {
  readonly table: string;
  /** Null: of a table that belongs to no workspace. */
  readonly workspace: string | null;
  readonly columns: readonly string[];
}

export interface TableEnd {
  readonly rows: number;
  /** Of the rows as they stand in the file: hex. */
  readonly sha256: string;
}

export interface BackupEnd {
  readonly tables: number;
  /** Of all tables. */
  readonly rows: number;
  /** Name → last value; null: never used. */
  readonly sequences: Readonly<Record<string, string | null>>;
}

export type Frame =
  | { readonly kind: 'manifest'; readonly told: BackupManifest }
  | { readonly kind: 'table'; readonly told: TableStart }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'tableEnd'; readonly told: TableEnd }
  | { readonly kind: 'end'; readonly told: BackupEnd };

const LETTERS = { manifest: 'M', table: 'T', rows: 'D', tableEnd: 'E', end: 'Z' } as const satisfies Record<Frame['kind'], string>;
const KINDS = new Map(Object.entries(LETTERS).map(([kind, letter]) => [letter as string, kind as Frame['kind']]));

export function frameBytes(frame: Frame): Buffer {
  const body = frame.kind === 'rows' ? frame.bytes : Buffer.from(JSON.stringify(frame.told), 'utf8');
  const head = Buffer.alloc(5);
  head.write(LETTERS[frame.kind], 'latin1');
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** @throws ConfigError `backup-damaged` when they end before their end */
export async function* framesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const reader = byteReader(parts);
  for (;;) {
    const head = await reader.exactly(5);
    const kind = head === null ? undefined : KINDS.get(head.toString('latin1', 0, 1));
    const body = head === null || kind === undefined ? null : await reader.exactly(head.readUInt32BE(1));
    if (kind === undefined || body === null) throw damagedBackup('it ends before its end');
    yield kind === 'rows' ? { kind, bytes: body } : ({ kind, told: JSON.parse(body.toString('utf8')) as unknown } as Frame);
    if (kind === 'end') return;
  }
}

export function damagedBackup(how: string): ConfigError {
  return new ConfigError('backup-damaged', 'FILE', `the backup is damaged: ${how}. Choose another one; nothing was changed.`);
}
