// All words in Finnish, by namespace: one chunk, loaded when the language is chosen.
import { common } from './fi/common.ts';
import { errors } from './fi/errors.ts';
import { parts } from './fi/parts.ts';
import { shell } from './fi/shell.ts';
import { start } from './fi/start.ts';
import { table } from './fi/table.ts';

export const words = { common, errors, parts, shell, start, table };
