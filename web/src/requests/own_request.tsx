// What somebody asked for at an asset, under its name: how it stands, what can be done about it, and the pass while it runs.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { date_text, t } from '@/i18n'
import { RequestActs } from './acts'
import { last_request_query } from './calls'
import { is_in_force } from './model'
import { PassOf } from './pass_of'
import { useNow } from './use_now'
import styles from './requests.module.css'

/** `taking` is the button that uses a running pass: it stands on its stub. */
export function OwnRequest({ asset, taking }: { asset: string; taking: ReactNode }) {
  const last = useQuery(last_request_query(asset))
  const request = last.data
  const now = useNow(request?.valid_until ?? null)
  if (!request) return taking
  if (is_in_force(request, now)) return <PassOf request={request} title={t('pass.yours')} action={taking} />
  return (
    <div className={styles['own']}>
      <p className={styles['quiet']}>{t('requests.asked_on', { date: date_text(request.created_at) })}</p>
      {request.question_waits && (
        <Link to="/requests/$id" params={{ id: request.id }}>
          {t('talk.waits_for_you')}
        </Link>
      )}
      <RequestActs request={request} />
    </div>
  )
}
