// One conflict: what each side shows, what they last agreed on, and the decision.
import { Button, Card, Group, Stack, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useConfirm } from '../../../src/web/components/confirm.tsx';
import { useNotify } from '../../../src/web/components/notify.tsx';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { ValueDiff } from '../../../src/web/components/value-diff.tsx';
import { useFormat } from '../../../src/web/outside.ts';
import { useWords } from './words.ts';

export default function Conflict(): ReactElement {
  const { instant } = useFormat();
  const [confirm, notify] = [useConfirm(), useNotify()];
  const words = useWords({
    fi: { text: 'Molemmat puolet muuttuivat sen jälkeen, kun ne viimeksi olivat samat.', address: 'Laskutusosoite', phone: 'Puhelin', agreed: 'Viimeksi sama', by: 'muutti', take: 'Ota Severan arvo', always: 'Päätä aina näin', alwaysAsk: 'Päätetäänkö aina näin?', alwaysText: 'Laskutusosoitteen ristiriidoissa Severan arvo voittaa tästä lähtien. Sääntö koskee 41 avointa ristiriitaa.', rule: 'sääntö', done: 'Severan arvo lähetetään HubSpotiin' },
    en: { text: 'Both sides changed since they were last the same.', address: 'Invoicing address', phone: 'Phone', agreed: 'Last the same', by: 'changed by', take: 'Take the value of Severa', always: 'Always decide so', alwaysAsk: 'Always decide so?', alwaysText: 'From now on the value of Severa wins in conflicts about the invoicing address. The rule decides 41 open conflicts.', rule: 'rule', done: 'The value of Severa goes to HubSpot' },
  });
  const always = async (): Promise<void> => {
    if (await confirm({ title: words.alwaysAsk, text: words.alwaysText, yes: words.always, dangerous: true, word: words.rule })) notify.done(words.done);
  };
  return (
    <>
      <PageHeader title="Rantakallio Arkkitehdit Oy" text={words.text} />
      <Stack gap="md">
        <Card component="section" aria-label={words.address}>
          <Title order={2} mb="sm">{words.address}</Title>
          <ValueDiff
            base={{ label: words.agreed, value: 'Satamakatu 4 B 12\n00160 Helsinki', detail: instant('2026-10-02T06:15:00Z') }}
            left={{ label: 'Severa', value: 'Satamakatu 6 B 12\n00160 Helsinki', detail: `${words.by} Maija Peltola, ${instant('2026-11-19T13:20:00Z')}`, chosen: true }}
            right={{ label: 'HubSpot', value: 'Satamakatu 4 B 12\n00161 Helsinki', detail: `${words.by} Eero Lahtinen, ${instant('2026-11-19T14:05:00Z')}` }}
          />
          <Group mt="md"><Button onClick={() => notify.done(words.done)}>{words.take}</Button><Button variant="default" onClick={() => void always()}>{words.always}</Button></Group>
        </Card>
        <Card component="section" aria-label={words.phone}>
          <Title order={2} mb="sm">{words.phone}</Title>
          <ValueDiff left={{ label: 'Severa', value: '+358 40 123 4567' }} right={{ label: 'HubSpot', value: null }} />
        </Card>
      </Stack>
    </>
  );
}
