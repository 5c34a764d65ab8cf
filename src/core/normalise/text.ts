// Text as people compare it: Unicode composed, white space collapsed. Case stays, because a person may have meant it.

export function normaliseText(value: string): string {
  return value.normalize('NFC').replace(/\s+/gu, ' ').trim();
}
