// The way out of mails, from a link in one, without signing in: of such mails, or of all. It asks first, since programs
// open what mails link to.
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take_quietly } from '@/api/client'
import { list_text, t } from '@/i18n'
import { Button, Notice, Skeleton, useSending } from '@/ui'
import { Door } from './pages'

export function UnsubscribePage() {
  const { token } = useParams({ from: '/unsubscribe/$token' })
  const way = useQuery({ queryKey: ['way-out', token], queryFn: ({ signal }) => take_quietly(api.GET('/api/unsubscribe/{token}', { params: { path: { token } }, signal })), retry: false, refetchOnWindowFocus: false })
  const { is_busy, error, send } = useSending()
  const [ended, set_ended] = useState<'such' | 'all' | null>(null)
  const end = (what: 'such' | 'all') =>
    send(async () => {
      await take_quietly(api.POST('/api/unsubscribe/{token}', { params: { path: { token }, query: what === 'all' ? { from: 'all' } : {} } }))
      set_ended(what)
    })
  const topics = list_text((way.data?.topics ?? []).map((topic) => t(`wish.${topic}`)))
  return (
    <Door
      title={t('way_out.title')}
      intro={way.data && ended === null ? t('way_out.more', { topics }) : undefined}
      button={t('way_out.such')}
      error={error}
      is_busy={is_busy}
      is_over={!way.data || ended !== null}
      on_send={() => void end('such')}
      foot={<Link to="/account/$section" params={{ section: 'mail' }}>{t('way_out.choose')}</Link>}
    >
      {way.isPending && <Skeleton lines={2} />}
      {way.isError && (
        <Notice tone="amber" icon="warning">
          {t('way_out.gone')}
        </Notice>
      )}
      {ended !== null && (
        <Notice tone="moss" icon="check">
          {ended === 'all' ? t('way_out.ended_all') : t('way_out.ended_such', { topics })}
        </Notice>
      )}
      {way.data && ended !== 'all' && (
        <Button wide busy={is_busy} onClick={() => void end('all')}>
          {t('way_out.all')}
        </Button>
      )}
    </Door>
  )
}
