// How one is written to: at once, once a day, or not at all. The inbox has everything in any case.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { Button, Choices, Combobox, FormProblem, Notice, ProblemState, say_done, Skeleton } from '@/ui'

type Wish = components['schemas']['MailWish']
type Choice = components['schemas']['MailChoice']

const k_key = ['me', 'mail']

export function MailWish() {
  const wish = useQuery({ queryKey: k_key, queryFn: ({ signal }) => take(api.GET('/api/me/mail', { signal })), refetchOnWindowFocus: false })
  if (wish.isPending) return <Skeleton lines={3} tall />
  if (wish.isError) return <ProblemState error={wish.error} on_retry={() => void wish.refetch()} />
  return <Form key={`${wish.data.choice}/${wish.data.zone}`} kept={wish.data} />
}

const zone_here = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const zone_entry = (zone: string) => ({ id: zone, text: zone.replaceAll('_', ' ') })

function Form({ kept }: { kept: Wish }) {
  const me = useMe()
  const queries = useQueryClient()
  const [draft, set_draft] = useState(kept)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const here = zone_here()
  const zones = [...new Set(['UTC', here, draft.zone, ...Intl.supportedValuesOf('timeZone')])].map(zone_entry)
  const is_dirty = draft.choice !== kept.choice || draft.zone !== kept.zone
  // Nobody chose the zone that everybody begins with: a day begins where this device is.
  const choose = (choice: Choice) => set_draft({ choice, zone: choice === 'daily' && kept.choice !== 'daily' && kept.zone === 'UTC' ? here : choice === 'daily' ? draft.zone : kept.zone })
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      queries.setQueryData(k_key, await take(api.PUT('/api/me/mail', { body: draft })))
      say_done(t('wish.saved'))
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  const wrong_zone = field_error(error, '/zone')
  return (
    <>
      <section className={styles['sheet']}>
        <h2>{t('wish.title')}</h2>
        <p className={styles['quiet']}>{t('wish.more', { email: me.email })}</p>
        <Choices<Choice>
          label={t('wish.when')}
          value={draft.choice}
          on_change={choose}
          items={[
            { value: 'at_once', text: t('wish.at_once'), description: t('wish.at_once_more') },
            { value: 'daily', text: t('wish.daily'), description: t('wish.daily_more') },
            { value: 'never', text: t('wish.never'), description: t('wish.never_more') },
          ]}
        />
        {draft.choice === 'daily' && (
          <div className={styles['row']}>
            <Combobox label={t('wish.zone')} items={zones} empty={t('wish.no_zone')} value={zone_entry(draft.zone)} on_change={(entry) => entry && set_draft({ ...draft, zone: entry.id })} />
            {draft.zone !== here && <Button onClick={() => set_draft({ ...draft, zone: here })}>{t('wish.zone_here', { zone: zone_entry(here).text })}</Button>}
          </div>
        )}
        {wrong_zone ? <p role="alert">{wrong_zone}</p> : <FormProblem error={error} />}
        <Notice icon="bell">
          {t('wish.inbox')} <Link to="/inbox">{t('wish.to_inbox')}</Link>
        </Notice>
      </section>
      <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept)} />
    </>
  )
}
