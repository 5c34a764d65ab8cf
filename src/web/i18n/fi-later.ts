// Words of pages that few people open, and of what is wrong with a value, in Finnish: a chunk of their own, loaded with the first page that is
// not the start page.
import { fields } from './fi/fields.ts';
import { privacy } from './fi/privacy.ts';
import { rights } from './fi/rights.ts';

export const later = { fields, privacy, rights };
