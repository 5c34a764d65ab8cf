// The settings one by one, from their JSON Schema in manifest.json. Invariant: every setting of the file is one leaf, and what kind of
// input it needs follows from the schema alone.

/** flag: yes or no. choice: one of the options. choices: some of them. words: a list of texts. rows: a list of things with columns. list: a list of anything else. */
type SettingKind = 'flag' | 'choice' | 'choices' | 'number' | 'text' | 'words' | 'rows' | 'list' | 'other';

export interface SettingLeaf {
  readonly path: string;
  readonly kind: SettingKind;
  /** In English. */
  readonly text: string;
  readonly options: readonly string[] | null;
  /** Of rows. */
  readonly columns: readonly string[];
  /** By column: what may stand there; absent: any text. */
  readonly columnOptions: Readonly<Record<string, readonly string[]>>;
  readonly optionalColumns: readonly string[];
  readonly least: number | null;
  readonly most: number | null;
  readonly whole: boolean;
}

interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
}

/** @param schema of the manifest */
export function settingLeaves(schema: unknown): readonly SettingLeaf[] {
  return leavesOf(schema as Shape, '');
}

function leavesOf(shape: Shape, path: string): readonly SettingLeaf[] {
  if (shape.type === 'object' && shape.properties) {
    return Object.entries(shape.properties).flatMap(([name, part]) => leavesOf(part, path === '' ? name : `${path}.${name}`));
  }
  const columns = kindOf(shape) === 'rows' ? Object.entries(shape.items?.properties ?? {}) : [];
  const required = shape.items?.required ?? [];
  return [{
    path,
    kind: kindOf(shape),
    text: shape.description ?? '',
    options: shape.enum ?? shape.items?.enum ?? null,
    columns: columns.map(([name]) => name),
    columnOptions: Object.fromEntries(columns.flatMap(([name, part]) => (part.enum ? [[name, part.enum]] : []))),
    optionalColumns: columns.map(([name]) => name).filter((name) => !required.includes(name)),
    least: shape.minimum ?? null,
    most: shape.maximum ?? null,
    whole: shape.type === 'integer',
  }];
}

function kindOf({ type, enum: options, items }: Shape): SettingKind {
  if (type === 'boolean') return 'flag';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string') return options ? 'choice' : 'text';
  if (type !== 'array' || !items) return 'other';
  if (items.enum) return 'choices';
  if (items.type === 'string') return 'words';
  return items.properties && Object.values(items.properties).every((part) => part.type === 'string') ? 'rows' : 'list';
}
