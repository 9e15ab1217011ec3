// What administrators read above every page while the site is held after a restore, and the button that lets it go.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { moment_text, t } from '@/i18n'
import { Button, Dialog, Icon, say_done, say_wrong } from '@/ui'
import { useMe } from './session'
import styles from './shell.module.css'

const restored_query = {
  queryKey: ['restored'],
  queryFn: async () => (await take(api.GET('/api/settings'))).held_since ?? null,
  staleTime: 60_000,
}

export function RestoredNote() {
  const me = useMe()
  const queries = useQueryClient()
  const [asks, set_asks] = useState(false)
  const held = useQuery({ ...restored_query, enabled: me.abilities.change_site_settings })
  const confirm = useMutation({
    mutationFn: () => take(api.POST('/api/site/confirm-restore')),
    onSuccess: () => {
      queries.setQueryData(restored_query.queryKey, null)
      set_asks(false)
      say_done(t('restored.done'))
    },
    onError: (error) => say_wrong(problem_text(error).detail),
  })
  if (!held.data) return null
  return (
    <div className={styles['notice']} role="status">
      <Icon name="warning" /> {t('restored.note', { when: moment_text(held.data) })}
      <Button compact onClick={() => set_asks(true)}>
        {t('restored.look')}
      </Button>
      <Dialog
        open={asks}
        on_close={() => set_asks(false)}
        title={t('restored.title')}
        actions={
          <>
            <Button onClick={() => set_asks(false)}>{t('ui.cancel')}</Button>
            <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate()}>
              {t('restored.confirm')}
            </Button>
          </>
        }
      >
        <p>{t('restored.explanation')}</p>
      </Dialog>
    </div>
  )
}
