// The history of an account, below its list.
import { Card } from '@mantine/core';
import type { ReactElement } from 'react';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { TimelineList } from '../../../src/web/components/timeline-list.tsx';
import { useFormat } from '../../../src/web/outside.ts';
import { useWords } from './words.ts';

export default function Account(): ReactElement {
  const { money } = useFormat();
  const words = useWords({
    fi: { text: 'Asiakas vuodesta 2019, arvoluokka A', invoice: 'Lasku', credit: 'Hyvitys', meeting: 'Tapaaminen', deal: 'Kauppa', won: 'Verkkopalvelun uudistus voitettu', offer: 'Jatkoprojektista sovittiin tarjous', late: 'Maksettu kuusi päivää myöhässä', wrong: 'Väärä tuntihinta' },
    en: { text: 'Customer since 2019, value class A', invoice: 'Invoice', credit: 'Credit', meeting: 'Meeting', deal: 'Deal', won: 'Renewal of the web service won', offer: 'An offer on the next project was agreed', late: 'Paid six days late', wrong: 'Wrong hourly price' },
  });
  const eur = (amount: string): string => money({ amount, currency: 'EUR' });
  return (
    <>
      <PageHeader title="Kuutamo Viestintä Oy" text={words.text} />
      <Card>
        <TimelineList
          onMore={() => undefined}
          events={[
            { id: '1', at: '2026-11-19T22:30:00Z', kind: words.meeting, title: words.offer, text: 'Aino Korpela, Eero Lahtinen' },
            { id: '2', at: '2026-11-12', kind: words.credit, title: '209871', text: words.wrong, figure: eur('-1240.00') },
            { id: '3', at: '2026-11-12', kind: words.invoice, title: '209870', figure: eur('12400.00'), text: words.late },
            { id: '4', at: '2026-09-03T07:12:00Z', kind: words.deal, title: words.won, figure: eur('48000.00') },
          ]}
        />
      </Card>
    </>
  );
}
