// Everything that is kept for the rights of persons beside their records, and how it is forgotten again. Invariant: who saw whom, and who
// of ours did what, is kept as long as the settings say and no longer; the lines of the audit stay, only without the name.
import type { AccessLog } from './access-log.ts';
import type { PersonNotes } from './person-notes.ts';
import type { Restrictions } from './restrictions.ts';
import type { RetentionRules } from './retention.ts';

export interface PersonUpkeep {
  /**
   * Answers how many lines of who saw whom, people of ours with their sessions, and names in the audit.
   * @param before `accessLog`: a plain date. `people`: an instant
   */
  forget(before: { readonly accessLog: string; readonly people: string }): Promise<{ readonly accessLog: number; readonly people: number; readonly auditNames: number }>;
}

export interface PersonPorts {
  readonly accessLog: AccessLog;
  readonly restrictions: Restrictions;
  readonly personNotes: PersonNotes;
  readonly retention: RetentionRules;
  readonly personUpkeep: PersonUpkeep;
}
