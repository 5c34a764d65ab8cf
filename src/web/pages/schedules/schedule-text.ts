// A schedule as the server tells of it, and under which name the answer is kept.
import { CONTRACTS } from '../../../api/contract.ts';

export type Schedule = ReturnType<typeof CONTRACTS.schedules.answer.parse>['schedules'][number];

export const ASKED = [CONTRACTS.schedules.path] as const;
