// Words of pages that few people open, in English: a chunk of their own, loaded with the first page that is not the start page.
import { privacy } from './en/privacy.ts';
import { rights } from './en/rights.ts';

export const later = { privacy, rights };
