// All words in English, by namespace: one chunk, loaded when the language is chosen.
import { common } from './en/common.ts';
import { errors } from './en/errors.ts';
import { parts } from './en/parts.ts';
import { shell } from './en/shell.ts';
import { start } from './en/start.ts';
import { table } from './en/table.ts';

export const words = { common, errors, parts, shell, start, table } as const;
