// The keys of an inbox, listed when somebody asks with "?" or the button.
import { Button, Kbd, Modal, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import { useTriageKeys } from './use-triage-keys.ts';

/** @param keys each key, and what it does */
export function KeyHelp({ keys }: { readonly keys: readonly (readonly [key: string, does: string])[] }): ReactElement {
  const { t } = useText();
  const [opened, { open, close }] = useDisclosure();
  useTriageKeys({ '?': open });
  return (
    <>
      <Button variant="default" onClick={open} rightSection={<Kbd size="xs">?</Kbd>} visibleFrom="sm">{t('inbox:keys.show')}</Button>
      <Modal opened={opened} onClose={close} title={t('inbox:keys.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Stack gap="sm">
          <Table>
            <Table.Tbody>
              {[...keys, ['?', t('inbox:keys.help')] as const].map(([key, does]) => (
                <Table.Tr key={key}><Table.Td w={120}>{key.split(' ').map((one) => <Kbd key={one} mr={4}>{one}</Kbd>)}</Table.Td><Table.Td>{does}</Table.Td></Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Text size="sm" c="dimmed">{t('inbox:keys.hint')}</Text>
        </Stack>
      </Modal>
    </>
  );
}
