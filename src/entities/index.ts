// Every entity the product knows, by name, each after those it points to.
import type { EntityName } from '../core/vocabulary.ts';
import { account } from './account.ts';
import { activity } from './activity.ts';
import { contact } from './contact.ts';
import type { Entity } from './entity.ts';
import { salesCase } from './sales-case.ts';

export const entities: ReadonlyMap<EntityName, Entity> = new Map([account, contact, salesCase, activity].map((entity) => [entity.name, entity]));
