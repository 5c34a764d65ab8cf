// One row of the billable flow, as the API tells it.
import type { z } from 'zod';
import type { CONTRACTS } from '../../../api/contract.ts';

export type Line = z.output<typeof CONTRACTS.lines.answer>['items'][number];
