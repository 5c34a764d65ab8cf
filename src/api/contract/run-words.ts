// What runs, their states and their deeds are called in files. The web app has its own words, as sentences need them.

const both = (fi: string, en: string): { readonly fi: string; readonly en: string } => ({ fi, en });

export const RUN_WORDS = {
  kind: {
    backfill: both('ensimmäinen synkronointi', 'first sync'), cycle: both('synkronointi', 'sync'), sweep: both('täysi vertailu', 'full comparison'), deep: both('syväluku', 'deep read'),
    'dry-run': both('koeajo', 'dry run'), undo: both('kumoaminen', 'undo'), import: both('tuonti tiedostosta', 'import'),
  },
  state: { waiting: both('odottaa vuoroaan', 'waiting for its turn'), running: both('käynnissä', 'running'), done: both('valmis', 'done'), halted: both('odottaa hyväksyntää', 'waits for approval'), failed: both('epäonnistui', 'failed') },
  action: {
    create: both('luotiin', 'created'), update: both('päivitettiin', 'updated'), overwrite: both('väistyi säännön mukaan', 'gave way, as the rule says'), archive: both('poistettiin käytöstä', 'taken out of use'),
    gone: both('huomattiin poistuneeksi', 'noticed to be gone'), unlink: both('jatkaa ilman', 'goes on without'),
  },
  outcome: { done: both('tehty', 'done'), rejected: both('järjestelmä ei hyväksynyt', 'refused by the system'), unknown: both('vastausta ei tullut', 'no answer came') },
  would: { create: both('luotaisiin', 'create'), update: both('päivitettäisiin', 'update'), archive: both('poistettaisiin käytöstä', 'take out of use') },
} as const;
