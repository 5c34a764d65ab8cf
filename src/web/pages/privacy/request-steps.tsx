// Every step of an erasure: what, where, how far; failed ones are tried again, those by hand are marked. Invariant: nothing that tells who it
// was about stands here.
import { Badge, Button, Group, Table, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import classes from './privacy.module.css';
import { isRefused, STEP_COLOURS, useCalled } from './request-words.ts';
import { useDeed, type Request, type Step } from './use-request.ts';

export function RequestSteps({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const called = useCalled();
  const mayAct = may(useSession(), { changes: ['erasures'] });
  const { steps, deeds } = request;
  const hasDeeds = mayAct && steps.some(({ state }) => state === 'failed' || state === 'manual');
  return (
    <section aria-labelledby="steps">
      <Title order={2} id="steps" mb={4}>{t('privacy:steps.title')}</Title>
      <Text size="sm" c="dimmed" mb="sm">{steps.length === 0 ? t('privacy:steps.none') : t('privacy:steps.text')}</Text>
      {steps.length > 0 && (
        <div className={classes['steps']}>
          <Table>
            <Table.Thead><Table.Tr><Table.Th>{t('privacy:steps.what')}</Table.Th><Table.Th>{t('privacy:steps.state')}</Table.Th><Table.Th>{t('privacy:steps.treatment')}</Table.Th><Table.Th>{t('privacy:steps.problem')}</Table.Th><Table.Th>{t('privacy:steps.at')}</Table.Th>{hasDeeds && <Table.Th>{t('privacy:steps.deeds')}</Table.Th>}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {steps.map((step) => (
                <Table.Tr key={step.id}>
                  <Table.Td data-part="what">{t('privacy:steps.what_', { system: called.system(step.system), kind: called.kind(step.kind) })}</Table.Td>
                  <Table.Td><Badge color={STEP_COLOURS[step.state]} miw="max-content">{t(`privacy:step.${step.state}`)}</Badge></Table.Td>
                  <Table.Td>{t(`privacy:treatment.${step.treatment}`)}{step.ground !== null && <Text size="xs" c="dimmed">{called.ground(step)}</Text>}</Table.Td>
                  <Table.Td>{step.problem !== null && called.problem(step.problem)}</Table.Td>
                  <Table.Td>{instant(step.at)}</Table.Td>
                  {hasDeeds && <Table.Td><StepDeed request={request} step={step} mayRetry={deeds.includes('retry')} /></Table.Td>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

function StepDeed({ request: { id }, step, mayRetry }: { readonly request: Request; readonly step: Step; readonly mayRetry: boolean }): ReactElement {
  const { t } = useText();
  const called = useCalled();
  const [api, confirm] = [useApi(), useConfirm()];
  const what = t('privacy:steps.what_', { system: called.system(step.system), kind: called.kind(step.kind) });
  const retry = useDeed(id, () => api.act(CONTRACTS.retryErasure, { params: { id }, body: { steps: [step.id] } }), t('privacy:steps.retried'));
  const done = useDeed(id, () => api.act(CONTRACTS.stepByHand, { params: { id, step: step.id }, body: {} }), t('privacy:steps.byHandDone'));
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('privacy:steps.byHandAsk'), text: t('privacy:steps.byHandText'), yes: t('privacy:steps.byHand') })) done.mutate();
  };
  return (
    <Group gap={6} wrap="nowrap">
      {step.state === 'failed' && mayRetry && <Button size="compact-sm" variant="default" loading={retry.isPending} aria-label={t('privacy:steps.retryOne', { what })} onClick={() => retry.mutate()}>{t('privacy:steps.retry')}</Button>}
      {(step.state === 'manual' || isRefused(step)) && <Button size="compact-sm" variant="default" loading={done.isPending} aria-label={t('privacy:steps.byHandOne', { what })} onClick={() => void ask()}>{t('privacy:steps.byHand')}</Button>}
    </Group>
  );
}
