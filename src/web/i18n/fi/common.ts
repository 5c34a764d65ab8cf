// Words of every page, in Finnish.
import type { common as english } from '../en/common.ts';
import type { Same } from '../same.ts';

export const common: Same<typeof english> = {
  save: 'Tallenna',
  cancel: 'Peruuta',
  clear: 'Tyhjennä',
  close: 'Sulje',
  retry: 'Yritä uudelleen',
  reload: 'Lataa sivu uudelleen',
  loading: 'Ladataan',
  requestId: 'Pyynnön tunniste {{id}}',
};
