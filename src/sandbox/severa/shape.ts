// The shape of a resource, written as a table of lines: `name[marks] kind[?] extras`. Marks: `!` needed to create, `~` read
// only, `^` taken but never answered. `?` may be null. A `ref` names the collection and what else of its row is answered.

type Kind = 'text' | 'integer' | 'number' | 'flag' | 'date' | 'instant' | 'money' | 'one' | 'list' | 'object' | 'ref' | 'refs';

export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly nullable: boolean;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  /** For `one`. */
  readonly choices: readonly string[];
  /** For `ref` and `refs`: the collection its guid is of, '' for others. */
  readonly target: string;
  /** For `ref` and `refs`: answered name and the path it comes from in the row referred to. For `object`: its keys. */
  readonly parts: readonly (readonly [name: string, path: string])[];
  /** For `object`: the keys marked `~`. */
  readonly readOnlyParts: ReadonlySet<string>;
  readonly minimumLength: number;
  readonly maximumLength: number;
  readonly fallback: unknown;
}

export interface Shape {
  readonly fields: ReadonlyMap<string, Field>;
  /** Who made and changed it: the whole person, the guid only, or not told. */
  readonly audit: 'full' | 'guid' | 'none';
}

const kinds = new Set<string>(['text', 'integer', 'number', 'flag', 'date', 'instant', 'money', 'one', 'list', 'object', 'ref', 'refs']);

/** Blocks parted by an empty line; the first line of a block is the name and its audit. */
export function readShapes(table: string): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  for (const block of table.trim().split(/\n\s*\n/)) {
    const [head = '', ...lines] = block.trim().split('\n');
    const [name = '', audit = 'audit=none'] = head.trim().split(/\s+/);
    const fields = new Map(lines.map((line) => readField(line.trim())).map((field) => [field.name, field]));
    shapes[name] = { fields, audit: audit.slice(6) as Shape['audit'] };
  }
  return shapes;
}

function readField(line: string): Field {
  const [head = '', typed = '', ...extras] = line.split(/\s+/);
  const name = head.replace(/[!~^]+$/, '');
  const marks = head.slice(name.length);
  const kind = typed.replace('?', '');
  if (!kinds.has(kind)) throw new Error(`unknown kind in "${line}"`);
  const settings = new Map(extras.filter((extra) => extra.includes('=')).map((extra) => extra.split('=') as [string, string]));
  const words = extras.filter((extra) => !extra.includes('='));
  const isReference = kind === 'ref' || kind === 'refs';
  const keys = words.map((word) => word.replace(/[{}]/g, ''));
  const fallback = settings.get('default');
  return {
    name,
    kind: kind as Kind,
    nullable: typed.endsWith('?'),
    required: marks.includes('!'),
    readOnly: marks.includes('~'),
    writeOnly: marks.includes('^'),
    choices: kind === 'one' ? (words[0] ?? '').split('|') : [],
    target: isReference ? (words[0] ?? '') : '',
    parts: (isReference ? words.slice(1) : kind === 'object' ? keys : [])
      .map((word) => word.replace('~', '').split(':'))
      .map(([to = '', from]) => [to, from ?? to] as const),
    readOnlyParts: new Set(kind === 'object' ? keys.filter((key) => key.endsWith('~')).map((key) => key.slice(0, -1)) : []),
    minimumLength: Number(settings.get('min') ?? 0),
    maximumLength: Number(settings.get('max') ?? Infinity),
    fallback: fallback === undefined ? undefined : kind === 'flag' ? fallback === 'true' : Number(fallback),
  };
}
