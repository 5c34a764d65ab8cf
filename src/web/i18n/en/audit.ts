// Words of the audit, in English; the sentences of its lines come with the contract of the API.
export const audit = {
  title: 'Audit',
  text: 'Every change that somebody made here, every sign-in, and what was refused or failed. Nothing in this list can be changed or removed.',
  action: 'What',
  actor: 'Who',
  at: 'When',
  outcome: 'Outcome',
  target: 'To what (id)',
  person: 'Id of who did it',
  requestId: 'Request id',
  done: 'Done',
  refused: 'Refused',
  failed: 'Failed',
  empty: 'Nothing has been done yet',
  emptyText: 'As soon as somebody signs in or changes something, it is listed here.',
} as const;
