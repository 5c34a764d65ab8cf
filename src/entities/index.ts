// Every entity the product knows, by name.
import type { EntityName } from '../core/vocabulary.ts';
import { account } from './account.ts';
import type { Entity } from './entity.ts';

export const entities: ReadonlyMap<EntityName, Entity> = new Map([[account.name, account]]);
