// Where builds and pictures go; outside of version control.
import { join, resolve } from 'node:path';

export const OUTPUT = resolve(import.meta.dirname, '../../../dist/e2e');
export const STORIES = join(OUTPUT, 'stories');
