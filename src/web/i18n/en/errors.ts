// What went wrong and what to do, in English; one pair for every kind of problem.
export const errors = {
  offline: { title: 'The server does not answer', text: 'Check your connection and try again.' },
  'signed-out': { title: 'Your session is over', text: 'Sign in again.' },
  'not-allowed': { title: 'You may not do this', text: 'Ask an admin of the workspace for a role that allows it.' },
  'not-found': { title: 'It is not here any more', text: 'It may have been removed or merged. Go back and look it up again.' },
  changed: { title: 'Somebody changed this meanwhile', text: 'Load it again, look at the change, then make yours.' },
  forgotten: { title: 'This person was forgotten', text: 'They have asked for it, so nothing that tells them may be saved. If they want to be a contact again, let them come back on the page of their erasure request first.' },
  withheld: { title: 'This cannot be saved as it is', text: 'Ask the privacy officer what to do.' },
  invalid: { title: 'Something is not right', text: 'Correct the fields that are marked and try again.' },
  'too-many': { title: 'Too many requests', text: 'Wait a moment and try again.' },
  'not-now': { title: 'The server cannot do this now', text: 'Try again in a minute.' },
  broken: { title: 'Something went wrong', text: 'Try again. If it happens again, give your admin the request id.' },
} as const;
