// Words of every page, in English.
export const common = {
  save: 'Save',
  cancel: 'Cancel',
  clear: 'Clear',
  close: 'Close',
  retry: 'Try again',
  reload: 'Reload the page',
  loading: 'Loading',
  requestId: 'Request id {{id}}',
} as const;
