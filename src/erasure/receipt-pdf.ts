// The receipt as a page for people, in Finnish or English. Invariant: it says nothing that the signed text does not say, and carries that
// text's signature, so that both can be held against each other.
import PdfPage from 'pdfkit';
import { hashOf, parsedBody } from './receipt.ts';
import type { ReceiptBody, SignedReceipt } from './receipt.ts';
import { RECEIPT_WORDS } from './receipt-words.ts';
import type { ReceiptLanguage } from './receipt-words.ts';

const MARGIN = 56;
const GREY = '#555555';
/** Of the column of labels, and beside it. */
const LABEL = 130;
const GAP = 14;

/** @param timeZone IANA; whose days the dates are */
export function receiptPdf(receipt: SignedReceipt, language: ReceiptLanguage, timeZone: string): Promise<Buffer> {
  const body = parsedBody(receipt.body);
  const words = RECEIPT_WORDS[language];
  const info = { Title: words.title, Author: body.controller || 'Sauma', CreationDate: new Date(body.writtenAt), ModDate: new Date(body.writtenAt) };
  const page = new PdfPage({ size: 'A4', margin: MARGIN, info, lang: language, tagged: true, displayTitle: true });
  const chunks: Buffer[] = [];
  page.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    page.on('end', () => resolve(Buffer.concat(chunks)));
    page.on('error', reject);
  });
  write(page, body, receipt, language, timeZone);
  page.end();
  return done;
}

function write(page: PDFKit.PDFDocument, body: ReceiptBody, receipt: SignedReceipt, language: ReceiptLanguage, timeZone: string): void {
  const words = RECEIPT_WORDS[language];
  const when = (at: string | null): string => (at === null ? words.notYet : new Intl.DateTimeFormat(language === 'fi' ? 'fi-FI' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(at)));
  const day = (on: string): string => new Intl.DateTimeFormat(language === 'fi' ? 'fi-FI' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`));
  const line = (label: string, value: string): void => {
    const width = page.page.width - 2 * MARGIN - LABEL - GAP;
    page.fontSize(10);
    // A label and its value stay on one page.
    if (page.y + Math.max(page.heightOfString(label, { width: LABEL }), page.heightOfString(value, { width })) > page.page.height - MARGIN) page.addPage();
    const top = page.y;
    const end = page.fillColor(GREY).text(label, MARGIN, top, { width: LABEL }).y;
    page.fillColor('black').text(value, MARGIN + LABEL + GAP, top, { width });
    page.y = Math.max(end, page.y) + 2;
    page.x = MARGIN;
  };
  const heading = (text: string): void => void page.moveDown(0.9).fontSize(12).fillColor('black').font('Helvetica-Bold').text(text).font('Helvetica').moveDown(0.2);

  page.font('Helvetica-Bold').fontSize(18).text(words.title).font('Helvetica').moveDown(0.4);
  page.fontSize(11).text(words.summary[body.foundNothing ? 'nothing' : body.outcome]);
  heading(words.request);
  line(words.number, body.request);
  if (body.controller !== '') line(words.controller, body.controller);
  line(words.legalBasis, body.legalBasis);
  line(words.receivedAt, when(body.receivedAt));
  line(words.dueOn, `${day(body.dueOn)}${body.isExtended ? ` (${words.extended})` : ''}`);
  line(words.identityAt, when(body.identityAt));
  line(words.approvedAt, `${when(body.approvedAt)}${body.approvedBy === null ? '' : `, ${body.approvedBy}`}`);
  line(words.erasedAt, when(body.erasedAt));
  line(words.verifiedAt, when(body.completedAt));
  heading(words.systems);
  for (const { system, ...counts } of body.systems) {
    const told = (['deleted', 'redacted', 'detached', 'byHand', 'confirmed', 'kept', 'open'] as const).flatMap((key) => ((counts[key] ?? 0) === 0 ? [] : [`${words.counts[key]} ${counts[key]}`]));
    line(words.system[system] ?? system, told.length === 0 ? words.nothingThere : told.join(', '));
  }
  if (body.kept.length > 0) {
    heading(words.kept);
    for (const { system, kind, ground, until, count } of body.kept) line(`${words.system[system] ?? system}: ${words.kinds[kind] ?? kind} (${count})`, `${ground === null ? '' : (words.grounds[ground] ?? ground)}${until === null ? '' : `, ${words.until} ${day(until)}`}`);
  }
  const residue = body.residue ?? [];
  if (residue.length > 0) heading(words.residue);
  for (const { system, what, count } of residue) line(`${words.system[system] ?? system} (${count})`, words.residues[what]);
  heading(words.checks);
  for (const { check, at, found } of body.checks) line(words.check[check], `${when(at)}: ${found === 0 ? words.foundNothing : words.foundAgain}`);
  heading(words.signature);
  page.fontSize(8).fillColor(GREY).text(words.signatureText).moveDown(0.3);
  for (const [label, value] of [['SHA-256', hashOf(receipt.body)], [words.previous, body.previous ?? '–'], ['Ed25519', receipt.signature], [words.publicKey, receipt.publicKey]] as const) page.font('Helvetica').text(`${label}: `, { continued: true }).font('Courier').text(value);
}
