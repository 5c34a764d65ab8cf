// Words of pages that few people open, and of what is wrong with a value, in English: a chunk of their own, loaded with the first page that is
// not the start page.
import { fields } from './en/fields.ts';
import { privacy } from './en/privacy.ts';
import { rights } from './en/rights.ts';

export const later = { fields, privacy, rights };
