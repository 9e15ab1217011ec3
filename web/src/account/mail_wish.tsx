// How one is written to: for each thing that mails are about at once, once a day, or not at all. The inbox has everything
// in any case.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, over, take_versioned } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { Button, Combobox, FormProblem, Icon, Notice, ProblemState, say_done, Segmented, Skeleton, Table } from '@/ui'
import { common_choice, has_daily, is_same_wish, k_choices, k_topics, with_choice, type MailChoice, type MailTopic, type MailWish as Wish } from './mail_topics'

const k_key = ['me', 'mail']

export function MailWish() {
  const wish = useQuery({ queryKey: k_key, queryFn: ({ signal }) => take_versioned(api.GET('/api/me/mail', { signal })), refetchOnWindowFocus: false })
  if (wish.isPending) return <Skeleton lines={3} tall />
  if (wish.isError) return <ProblemState error={wish.error} on_retry={() => void wish.refetch()} />
  return <Form key={wish.data.version} kept={wish.data.value} version={wish.data.version} />
}

const zone_here = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const zone_entry = (zone: string) => ({ id: zone, text: zone.replaceAll('_', ' ') })

function Form({ kept, version }: { kept: Wish; version: string }) {
  const me = useMe()
  const queries = useQueryClient()
  const [draft, set_draft] = useState(kept)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const here = zone_here()
  const zones = [...new Set(['UTC', here, draft.zone, ...Intl.supportedValuesOf('timeZone')])].map(zone_entry)
  const choose = (topics: readonly MailTopic[], choice: MailChoice) => set_draft(with_choice(draft, topics, choice, here))
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      queries.setQueryData(k_key, await take_versioned(api.PUT('/api/me/mail', { body: draft, ...over(version) })))
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
        <ChoiceOf label={t('wish.everything')} value={common_choice(draft)} on_change={(choice) => choose(k_topics, choice)} />
        <Table<MailTopic>
          caption={t('wish.when')}
          rows={[...k_topics]}
          id_of={(topic) => topic}
          columns={[
            {
              id: 'topic',
              title: t('wish.about'),
              is_name: true,
              cell: (topic) => (
                <>
                  {t(`wish.${topic}`)}
                  <span className={styles['second']}>{t(`wish.${topic}_more`)}</span>
                </>
              ),
            },
            {
              id: 'inbox',
              title: t('wish.in_inbox'),
              narrow: true,
              cell: () => (
                <>
                  <Icon name="check" />
                  <span className="visually-hidden">{t('wish.always')}</span>
                </>
              ),
            },
            { id: 'mail', title: t('wish.by_mail'), cell: (topic) => <ChoiceOf label={t(`wish.${topic}`)} label_hidden value={draft.choices[topic]} on_change={(choice) => choose([topic], choice)} /> },
          ]}
        />
        {has_daily(draft) && (
          <div className={styles['row']}>
            <Combobox label={t('wish.zone')} items={zones} empty={t('wish.no_zone')} value={zone_entry(draft.zone)} on_change={(entry) => entry && set_draft({ ...draft, zone: entry.id })} />
            {draft.zone !== here && <Button onClick={() => set_draft({ ...draft, zone: here })}>{t('wish.zone_here', { zone: zone_entry(here).text })}</Button>}
          </div>
        )}
        {wrong_zone ? <p role="alert">{wrong_zone}</p> : <FormProblem error={error} />}
        <p className={styles['quiet']}>{t('wish.never_more')}</p>
        <Notice icon="bell">
          {t('wish.inbox')} <Link to="/inbox">{t('wish.to_inbox')}</Link>
        </Notice>
      </section>
      <SaveBar is_dirty={!is_same_wish(draft, kept)} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept)} />
    </>
  )
}

function ChoiceOf({ label, label_hidden = false, value, on_change }: { label: string; label_hidden?: boolean; value: MailChoice | null; on_change: (choice: MailChoice) => void }) {
  return <Segmented<MailChoice> label={label} label_hidden={label_hidden} value={value} on_change={on_change} items={k_choices.map((one) => ({ value: one, text: t(`wish.${one}`) }))} />
}
