// Words of pages that few people open, in Finnish: a chunk of their own, loaded with the first page that is not the start page.
import { privacy } from './fi/privacy.ts';
import { rights } from './fi/rights.ts';

export const later = { privacy, rights };
