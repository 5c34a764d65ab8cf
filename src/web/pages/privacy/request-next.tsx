// What a request waits for, in words, with the deed that takes it on. Invariant: it stands above everything else, and says when nobody has to
// do anything.
import { Button, Card, Checkbox, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { AlertIcon, CheckIcon, ClockIcon, CrossIcon, FlagIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import { useApi, useFormat } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { IdentityWays } from './identity-ways.tsx';
import classes from './privacy.module.css';
import { useDeed, useReview, useSimpleDeed, type Request } from './use-request.ts';

export function RequestNext({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  const mayAct = may(useSession(), { changes: ['erasures'] });
  const { next, waitsFor, state, nextAt, deeds } = request;
  const isStopped = state === 'refused' || state === 'cancelled';
  const icon = isStopped ? <CrossIcon /> : waitsFor === 'officer' ? <FlagIcon /> : waitsFor === 'system' ? <AlertIcon /> : waitsFor === 'machine' ? <Loader size={16} /> : waitsFor === 'time' ? <ClockIcon /> : <CheckIcon />;
  const can = (deed: (typeof deeds)[number]): boolean => mayAct && deeds.includes(deed);
  return (
    <Card component="section" className={classes['next'] ?? ''} data-waits={waitsFor} aria-labelledby="next" aria-live="polite">
      <Group gap={8} mb="xs" wrap="nowrap"><span className={classes['sign']}>{icon}</span><Title order={2} id="next">{isStopped ? t(`privacy:state.${state}`) : t('privacy:one.nextTitle', { what: t(`privacy:next.${next}`) })}</Title></Group>
      <Stack gap="sm" align="flex-start">
        <Why request={request} />
        {next === 'identity' && can('identity') && <Identity id={request.id} mayAsk={can('askIdentity')} />}
        {next === 'person' && mayAct && <Whom request={request} />}
        {next === 'failed' && can('retry') && <Again id={request.id} />}
        {next === 'reappeared' && <Group gap="xs">{can('again') && <Reappeared id={request.id} deed="again" />}{can('lift') && <Reappeared id={request.id} deed="lift" />}</Group>}
        {nextAt !== null && waitsFor !== 'officer' && waitsFor !== 'machine' && <Text size="sm" c="dimmed">{t('privacy:one.goesOn', { at: instant(nextAt) })}</Text>}
      </Stack>
    </Card>
  );
}

function Why({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { next, state, origin, lifted } = request;
  if (lifted !== null) return <Text size="sm" maw={720}>{t('privacy:why.lifted')}</Text>;
  if (state === 'refused' || state === 'cancelled') return <Text size="sm">{t(`privacy:why.${state}`)}</Text>;
  return <Text size="sm" maw={720}>{next === 'decisions' ? <Undecided request={request} /> : state === 'identityPending' ? t('privacy:why.asked') : next === 'identity' && origin === 'psa' ? t('privacy:why.question') : t(`privacy:why.${next}`)}</Text>;
}

function Undecided({ request }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  return <>{t('privacy:why.decisions', { count: useReview(request).data?.undecided ?? 1 })}</>;
}

function Identity({ id, mayAsk }: { readonly id: string; readonly mayAsk: boolean }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const [how, setHow] = useState<Parameters<typeof IdentityWays>[0]['value']>(null);
  const confirm = useDeed<NonNullable<typeof how>>(id, (way) => api.act(CONTRACTS.confirmIdentity, { params: { id }, body: { how: way } }), t('privacy:identity.done'));
  const ask = useSimpleDeed(id, CONTRACTS.askIdentity, t('privacy:identity.askedDone'));
  return (
    <Stack gap="sm" align="flex-start">
      <IdentityWays value={how} onChange={setHow} error={null} />
      <Group gap="xs">
        <Button disabled={how === null} loading={confirm.isPending} onClick={() => { if (how !== null) confirm.mutate(how); }}>{t('privacy:identity.confirm')}</Button>
        {mayAsk && <Button variant="default" loading={ask.isPending} onClick={() => ask.mutate()}>{t('privacy:identity.ask')}</Button>}
      </Group>
    </Stack>
  );
}

function Whom({ request: { id, candidates } }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const api = useApi();
  const [links, setLinks] = useState<readonly string[]>([]);
  const choose = useDeed<readonly string[]>(id, (chosen) => api.act(CONTRACTS.choosePerson, { params: { id }, body: { links: [...chosen] } }), t('privacy:whom.done'));
  return (
    <Stack gap="sm" align="flex-start">
      <Checkbox.Group label={t('privacy:whom.label')} description={t('privacy:whom.hint')} value={[...links]} onChange={setLinks}>
        <Stack gap={8} mt={8}>{candidates.map(({ link, name, account, emails }) => <Checkbox key={link} value={link} label={name} description={[account, ...emails].filter((part) => part !== null).join(' · ') || null} />)}</Stack>
      </Checkbox.Group>
      <Button disabled={links.length === 0} loading={choose.isPending} onClick={() => choose.mutate(links)}>{t('privacy:whom.choose')}</Button>
    </Stack>
  );
}

function Again({ id }: { readonly id: string }): ReactElement {
  const { t } = useText();
  const retry = useSimpleDeed(id, CONTRACTS.retryErasure, t('privacy:steps.retried'));
  return <Button loading={retry.isPending} onClick={() => retry.mutate()}>{t('privacy:steps.retryAll')}</Button>;
}

function Reappeared({ id, deed }: { readonly id: string; readonly deed: 'again' | 'lift' }): ReactElement {
  const { t } = useText();
  const confirm = useConfirm();
  const act = useSimpleDeed(id, deed === 'again' ? CONTRACTS.eraseAgain : CONTRACTS.liftErasure, t(`privacy:deeds.${deed}Done`));
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t(`privacy:deeds.${deed}Ask`), text: t(`privacy:deeds.${deed}Text`), yes: t(`privacy:deeds.${deed}`), dangerous: true })) act.mutate();
  };
  return <Button variant={deed === 'again' ? 'filled' : 'default'} loading={act.isPending} onClick={() => void ask()}>{t(`privacy:deeds.${deed}`)}</Button>;
}
