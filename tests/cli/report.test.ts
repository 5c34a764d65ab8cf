import { describe, expect, it } from 'vitest';
import { reportSchema, type Report } from '../../src/cli/report.ts';

const none = { psa: 0, crm: 0, local: 0 };
const report: Report = {
  seconds: 12.5,
  entities: { account: { read: 500, created: { psa: 90, crm: 170, local: 500 }, updated: none, unchanged: 10, conflicts: 3, held: 2, failed: 0 } },
  calls: { severa: { 'GET /v1/customers': 5 }, hubspot: {} },
  callsMinimum: { severa: 120, hubspot: 12 },
  quotaFloorSeconds: 12,
  self429: { severa: 0, hubspot: 0 },
  peakRssMb: 210.4,
  idle: { calls: { severa: 2, hubspot: 1 }, writes: 0 },
};

describe('the report', () => {
  it('is taken as scripts know it, with and without money and minima', () => {
    expect(reportSchema.parse(report)).toEqual(report);
    expect(reportSchema.parse({ ...report, callsMinimum: null, money: { accounts: 500, drift: [] } })).toMatchObject({ callsMinimum: null });
  });

  it.each<[string, unknown]>([
    ['an unknown key', { ...report, second: 1 }],
    ['a missing key', { ...report, idle: undefined }],
    ['a side without a count', { ...report, entities: { account: { ...report.entities['account'], created: { psa: 1, crm: 1 } } } }],
    ['a count below zero', { ...report, self429: { severa: -1, hubspot: 0 } }],
    ['part of a call', { ...report, calls: { severa: { 'GET /v1/users': 1.5 }, hubspot: {} } }],
  ])('is refused with %s', (_, wrong) => {
    expect(reportSchema.safeParse(wrong).success).toBe(false);
  });
});
