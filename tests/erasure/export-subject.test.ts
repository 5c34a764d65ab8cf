// What a person is given who asks what is known of them: only what is surely theirs, with what is missing named, as data and as a page
// on which nothing that anybody wrote can run.
import { describe, expect, it } from 'vitest';
import { RetryableError } from '../../src/lib/errors.ts';
import { exportSubject } from '../../src/erasure/export-subject.ts';
import type { SubjectExport } from '../../src/erasure/export-shape.ts';
import { erasureBench, OFFICER, trace } from './bench.ts';

const asked = { email: 'aino.maki@koivu.example', how: 'inPerson', by: OFFICER, language: 'fi' } as const;

describe('an access export', () => {
  it('holds what is sure, counts what is not, and shows every value as text', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1', { content: { firstName: 'Aino', notes: '<script>alert("x")</script> & "muuta"' } }), trace('activities:2', { kind: 'activity', sure: false, content: { subject: 'Aino jostain' } })];
    const told = await exportSubject(bench, asked);
    const data = JSON.parse(told.json) as SubjectExport;
    expect(data).toMatchObject({ controller: 'Firma Oy', unsure: 1, missing: [], identity: { how: 'inPerson' }, person: { emails: [asked.email] } });
    expect(data.systems.find(({ system }) => system === 'severa')?.things).toEqual([{ kind: 'contact', content: { firstName: 'Aino', notes: '<script>alert("x")</script> & "muuta"' } }]);
    expect(told.html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &quot;muuta&quot;');
    expect(told.html).not.toContain('<script');
    expect(told.html).not.toContain('jostain');
    expect(told.html).toContain('Lisäksi 1 kohtaa');
    expect(told.found).toBe(1);
  });

  it('in English says the same, and names a system that could not be looked through', async () => {
    const bench = erasureBench();
    bench.psa.trouble = new RetryableError('unreachable', 'Severa does not answer.');
    const told = await exportSubject(bench, { ...asked, language: 'en' });
    expect(told.missing).toEqual(['severa']);
    expect(told.html).toContain('These systems could not be looked through: Visma Severa');
    expect(bench.logged.join('\n')).not.toContain('aino');
  });
});
