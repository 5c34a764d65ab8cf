// The looks after an erasure: at once, after an hour, a day and a month. Only when the last one has found nothing is the erasure verified.
import { Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { CheckIcon, ClockIcon } from '../../components/icons.tsx';
import { useText } from '../../i18n/language.ts';
import { useFormat } from '../../outside.ts';
import classes from './privacy.module.css';
import type { Request } from './use-request.ts';

export function RequestChecks({ request: { checks } }: { readonly request: Request }): ReactElement {
  const { t } = useText();
  const { instant } = useFormat();
  return (
    <section aria-labelledby="checks">
      <Title order={2} id="checks" mb="sm">{t('privacy:checks.title')}</Title>
      <ul className={classes['checks']}>
        {checks.map(({ check, at, dueAt, found }) => (
          <li key={check} className={classes['mark']} data-is={at === null ? 'no' : 'yes'}>
            <Text size="sm" fw={600} display="flex" style={{ alignItems: 'center', gap: 6 }}>{at === null ? <ClockIcon size={16} /> : <CheckIcon size={16} />}{t(`privacy:checks.${check}`)}</Text>
            <Text size="sm">{at === null ? (dueAt === null ? t('privacy:checks.waiting') : t('privacy:checks.due', { at: instant(dueAt) })) : (found ?? 0) === 0 ? t('privacy:checks.clean') : t('privacy:checks.found', { count: found ?? 0 })}</Text>
            {at !== null && <Text size="xs" c="dimmed">{instant(at)}</Text>}
          </li>
        ))}
      </ul>
    </section>
  );
}
