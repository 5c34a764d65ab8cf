// The rows of the settings table in docs/configuration.md, worked out from the declarations.
import { z } from 'zod';
import { settingsSchema } from '../../src/config-schema.ts';

interface Shape {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
}

/** `| key | default | meaning |` for every key, in file order. */
export function settingsRows(defaults: unknown): readonly string[] {
  return rowsOf(z.toJSONSchema(settingsSchema) as Shape, '', defaults);
}

function rowsOf(shape: Shape, path: string, value: unknown): readonly string[] {
  if (shape.properties) {
    return Object.entries(shape.properties).flatMap(([key, inner]) =>
      rowsOf(inner, path === '' ? key : `${path}.${key}`, (value as Record<string, unknown> | undefined)?.[key]),
    );
  }
  const row = `| \`${path}\` | ${shownDefault(value)} | ${shape.description ?? ''} |`;
  return shape.items?.properties ? [row, ...rowsOf(shape.items, `${path}[]`, undefined)] : [row];
}

function shownDefault(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && value.length > 0) return `${value.length} entries`;
  return `\`${JSON.stringify(value)}\``;
}
