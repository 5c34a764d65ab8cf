// One conflict: what each side shows, with the difference marked, and the decision.
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useConfirm } from '../../../src/web/components/confirm.tsx';
import { useNotify } from '../../../src/web/components/notify.tsx';
import { PageHeader } from '../../../src/web/components/page-header.tsx';
import { MarkedText } from '../../../src/web/components/marked-text.tsx';
import { diffTexts } from '../../../src/web/components/text-diff.ts';
import { useWords } from './words.ts';

export default function Conflict(): ReactElement {
  const [confirm, notify] = [useConfirm(), useNotify()];
  const words = useWords({
    fi: { text: 'Molemmat puolet muuttuivat sen jälkeen, kun ne viimeksi olivat samat.', address: 'Laskutusosoite', take: 'Ota Severan arvo', always: 'Päätä aina näin', alwaysAsk: 'Päätetäänkö aina näin?', alwaysText: 'Laskutusosoitteen ristiriidoissa Severan arvo voittaa tästä lähtien. Sääntö koskee 41 avointa ristiriitaa.', rule: 'sääntö', done: 'Severan arvo lähetetään HubSpotiin' },
    en: { text: 'Both sides changed since they were last the same.', address: 'Invoicing address', take: 'Take the value of Severa', always: 'Always decide so', alwaysAsk: 'Always decide so?', alwaysText: 'From now on the value of Severa wins in conflicts about the invoicing address. The rule decides 41 open conflicts.', rule: 'rule', done: 'The value of Severa goes to HubSpot' },
  });
  const { left, right } = diffTexts('Satamakatu 6 B 12\n00160 Helsinki', 'Satamakatu 4 B 12\n00161 Helsinki');
  const always = async (): Promise<void> => {
    if (await confirm({ title: words.alwaysAsk, text: words.alwaysText, yes: words.always, dangerous: true, word: words.rule })) notify.done(words.done);
  };
  return (
    <>
      <PageHeader title="Rantakallio Arkkitehdit Oy" text={words.text} />
      <Stack gap="md">
        <Card component="section" aria-label={words.address}>
          <Title order={2} mb="sm">{words.address}</Title>
          <Text style={{ whiteSpace: 'pre-wrap' }}><MarkedText pieces={left} /></Text>
          <Text style={{ whiteSpace: 'pre-wrap' }}><MarkedText pieces={right} /></Text>
          <Group mt="md"><Button onClick={() => notify.done(words.done)}>{words.take}</Button><Button variant="default" onClick={() => void always()}>{words.always}</Button></Group>
        </Card>
      </Stack>
    </>
  );
}
