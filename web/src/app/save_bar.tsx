import { useBlocker } from '@tanstack/react-router'
import { t } from '@/i18n'
import { Button, Dialog } from '@/ui'
import styles from './page.module.css'

/** Says that something is not saved yet, and asks before it would be lost. */
export function SaveBar({ is_dirty, is_busy, on_save, on_discard }: { is_dirty: boolean; is_busy: boolean; on_save: () => void; on_discard: () => void }) {
  const blocker = useBlocker({ shouldBlockFn: () => is_dirty, enableBeforeUnload: () => is_dirty, withResolver: true })
  if (!is_dirty) return null
  return (
    <>
      <div className={styles['save']} role="region" aria-label={t('save.bar')}>
        <p>{t('save.unsaved')}</p>
        <Button onClick={on_discard}>{t('save.discard')}</Button>
        <Button kind="primary" busy={is_busy} onClick={on_save}>
          {t('save.save')}
        </Button>
      </div>
      {blocker.status === 'blocked' && (
        <Dialog
          open
          size="small"
          on_close={blocker.reset}
          title={t('save.leave_title')}
          description={t('save.leave_more')}
          actions={
            <>
              <Button onClick={blocker.proceed}>{t('save.leave')}</Button>
              <Button kind="primary" onClick={blocker.reset}>
                {t('save.stay')}
              </Button>
            </>
          }
        />
      )}
    </>
  )
}
