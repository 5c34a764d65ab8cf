// What else can be done with a request: moving its deadline, refusing it, cancelling it. Invariant: what has to be told to the person is not
// done without its reason.
import { Button, Menu, Modal, Text, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { CONTRACTS } from '../../../api/contract.ts';
import { useConfirm } from '../../components/confirm.tsx';
import { DownIcon } from '../../components/icons.tsx';
import { ServerFormFrame } from '../../forms/server-form.tsx';
import { useServerForm } from '../../forms/use-server-form.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useText } from '../../i18n/language.ts';
import { useApi } from '../../outside.ts';
import { may } from '../../rights.ts';
import { useSession } from '../../session.ts';
import { useSimpleDeed, type Request } from './use-request.ts';

type Reasoned = 'extend' | 'refuse';
const REASONED = ['extend', 'refuse'] as const;
const LONGEST = 2_000;

export function RequestDeeds({ request: { id, deeds, next } }: { readonly request: Request }): ReactElement | null {
  const { t } = useText();
  const confirm = useConfirm();
  const mayAct = may(useSession(), { changes: ['erasures'] });
  const [open, setOpen] = useState<Reasoned | null>(null);
  const cancel = useSimpleDeed(id, CONTRACTS.cancelErasure, t('privacy:deeds.cancelled'));
  const ask = async (): Promise<void> => {
    if (await confirm({ title: t('privacy:deeds.cancelTitle'), text: t('privacy:deeds.cancelText'), yes: t('privacy:deeds.cancel'), dangerous: true })) cancel.mutate();
  };
  const lift = useSimpleDeed(id, CONTRACTS.liftErasure, t('privacy:deeds.liftDone'));
  const askLift = async (): Promise<void> => {
    if (await confirm({ title: t('privacy:deeds.liftAsk'), text: t('privacy:deeds.liftText'), yes: t('privacy:deeds.lift'), dangerous: true })) lift.mutate();
  };
  // Where it stands among what is next, it is not offered twice.
  const mayLift = deeds.includes('lift') && next !== 'reappeared';
  if (!mayAct || !(mayLift || deeds.some((deed) => deed === 'extend' || deed === 'refuse' || deed === 'cancel'))) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target><Button variant="default" loading={cancel.isPending || lift.isPending} rightSection={<DownIcon size={16} />}>{t('privacy:deeds.menu')}</Button></Menu.Target>
        <Menu.Dropdown>
          {REASONED.filter((deed) => deeds.includes(deed)).map((deed) => <Menu.Item key={deed} onClick={() => setOpen(deed)}>{t(`privacy:deeds.${deed}`)}</Menu.Item>)}
          {deeds.includes('cancel') && <Menu.Item onClick={() => void ask()}>{t('privacy:deeds.cancel')}</Menu.Item>}
          {mayLift && <Menu.Item onClick={() => void askLift()}>{t('privacy:deeds.lift')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {open !== null && <WithReason id={id} deed={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function WithReason({ id, deed, onClose }: { readonly id: string; readonly deed: Reasoned; readonly onClose: () => void }): ReactElement {
  const { t } = useText();
  const [api, queries] = [useApi(), useQueryClient()];
  const of = useServerForm({
    initial: { reason: '' },
    required: ['reason'],
    send: ({ reason }) => api.act(deed === 'extend' ? CONTRACTS.extendErasure : CONTRACTS.refuseErasure, { params: { id }, body: { reason } }),
    onSaved: (request) => {
      queries.setQueryData(['erasure', id], request);
      void queries.invalidateQueries({ queryKey: ['erasure-letters', id] });
      void queries.invalidateQueries({ queryKey: [CONTRACTS.erasures.path] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={t(`privacy:deeds.${deed}Title`)} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <ServerFormFrame of={of} saveLabel={t(`privacy:deeds.${deed}`)} onCancel={onClose}>
        <Text size="sm">{t(`privacy:deeds.${deed}Text`)}</Text>
        <Textarea label={t('privacy:deeds.reason')} description={t('privacy:deeds.reasonHint')} autosize minRows={4} maxLength={LONGEST} data-autofocus {...of.form.getInputProps('reason')} />
      </ServerFormFrame>
    </Modal>
  );
}
