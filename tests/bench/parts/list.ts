// The parts in the order they are measured: those on the shared stage first, while it is as its first sync left it.
import type { Part } from '../part.ts';
import { api } from './api.ts';
import { calls } from './calls.ts';
import { compare } from './compare.ts';
import { events } from './events.ts';
import { memory } from './memory.ts';
import { money } from './money.ts';
import { quota } from './quota.ts';
import { rate } from './rate.ts';

export const PARTS: readonly Part[] = [calls, rate, compare, events, memory, quota, money, api];
