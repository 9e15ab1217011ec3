import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { ago_text, moment_text, t } from '@/i18n'
import { Button, ProblemState, say_done, say_wrong, Skeleton, StateBadge } from '@/ui'
import { browser_of } from './agent'

export function Sessions() {
  const queries = useQueryClient()
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => take(api.GET('/api/me/sessions', { signal })).then((list) => list.items) })
  const [busy, set_busy] = useState<string | null>(null)
  async function end(id: string | null) {
    set_busy(id ?? 'all')
    try {
      if (id) await take(api.DELETE('/api/me/sessions/{id}', { params: { path: { id } } }))
      else await take(api.DELETE('/api/me/sessions'))
      say_done(id ? t('account.session_ended') : t('account.sessions_ended'))
    } catch (error) {
      say_wrong(problem_text(error).detail)
    }
    set_busy(null)
    void queries.invalidateQueries({ queryKey: ['sessions'] })
  }
  const others = sessions.data?.filter((one) => !one.current).length ?? 0
  return (
    <section className={styles['sheet']}>
      <h2>{t('account.sessions')}</h2>
      <p className={styles['quiet']}>{t('account.sessions_more')}</p>
      {sessions.isPending && <Skeleton lines={3} />}
      {sessions.isError && <ProblemState error={sessions.error} on_retry={() => void sessions.refetch()} />}
      {sessions.data && (
        <ul className={styles['list']}>
          {sessions.data.map((one) => (
            <li key={one.id}>
              <div className={styles['list_texts']}>
                {browser_of(one.agent) ?? t('account.some_program')}
                <span className={styles['second']}>{[one.address, t('account.seen', { when: ago_text(one.last_seen_at) }), t('account.signed_in', { when: moment_text(one.created_at) })].join(' · ')}</span>
              </div>
              {one.current ? (
                <StateBadge tone="moss" icon="check">
                  {t('account.this_one')}
                </StateBadge>
              ) : (
                <Button compact busy={busy === one.id} onClick={() => void end(one.id)}>
                  {t('session.sign_out')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {others > 0 && (
        <div className={styles['buttons']}>
          <Button kind="danger" busy={busy === 'all'} onClick={() => void end(null)}>
            {t('account.end_others', { count: others })}
          </Button>
        </div>
      )}
    </section>
  )
}
