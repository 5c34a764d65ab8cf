// Every shape by its name: a collection's own name, or `collection+view` where one route answers another shape.
import { readShapes, type Shape } from './shape.ts';
import { crmShapes } from './shapes-crm.ts';
import { moneyShapes } from './shapes-money.ts';
import { projectsShapes } from './shapes-projects.ts';
import { registryShapes } from './shapes-registry.ts';

const shapes: Readonly<Record<string, Shape>> = readShapes([crmShapes, projectsShapes, moneyShapes, registryShapes].join('\n'));

const plain: Shape = { fields: new Map(), audit: 'none' };

/** Collections without a route (cost centres, price lists, links) are kept as they are put in. */
export function shapeOf(name: string): Shape {
  return shapes[name] ?? plain;
}
