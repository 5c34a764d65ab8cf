// Whether a connection works, in a word.
import { Badge } from '@mantine/core';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/language.ts';
import type { Connection } from './use-connections.ts';

export function ConnectionState({ connection: { isConnected, checked, features, feeds } }: { readonly connection: Connection }): ReactElement {
  const { t } = useText();
  if (!isConnected) return <Badge color="gray">{t('connections:notConnected')}</Badge>;
  // What is read from it says more than that nobody has pressed a button.
  if (checked === null) return feeds.some(({ at }) => at !== null) ? <Badge color="green">{t('connections:inUse')}</Badge> : <Badge color="gray">{t('connections:notTested')}</Badge>;
  if (checked.problem !== null) return <Badge color="red">{t('connections:inTrouble')}</Badge>;
  return features.some(({ state }) => state === 'missing') ? <Badge color="yellow">{t('connections:limited')}</Badge> : <Badge color="green">{t('connections:works')}</Badge>;
}
