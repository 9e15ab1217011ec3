// After how many days a library reminds of requests that wait, and lets them go further: a part of its usage settings.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, take_versioned } from '@/api/client'
import type { components } from '@/api/schema'
import { page_styles as styles } from '@/app/page'
import { t } from '@/i18n'
import { Button, FormProblem, ProblemState, say_done, Select, Skeleton } from '@/ui'

type Settings = components['schemas']['WaitingSettings']

export function WaitingSettings({ library, can }: { library: string; can: boolean }) {
  const kept = useQuery({
    queryKey: ['waiting', library],
    queryFn: ({ signal }) => take_versioned(api.GET('/api/libraries/{id}/waiting', { params: { path: { id: library } }, signal })),
    refetchOnWindowFocus: false,
  })
  return (
    <section className={styles['sheet']}>
      <h2>{t('waiting.title')}</h2>
      {kept.isPending && <Skeleton lines={2} />}
      {kept.isError && <ProblemState error={kept.error} on_retry={() => void kept.refetch()} />}
      {kept.data && <Form key={kept.data.version} library={library} kept={kept.data} can={can} />}
    </section>
  )
}

function Form({ library, kept, can }: { library: string; kept: { value: Settings; version: string }; can: boolean }) {
  const queries = useQueryClient()
  const [draft, set_draft] = useState(kept.value)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept.value)
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      const now = await take_versioned(api.PUT('/api/libraries/{id}/waiting', { params: { path: { id: library } }, body: draft, ...over(kept.version) }))
      queries.setQueryData(['waiting', library], now)
      say_done(t('waiting.saved'))
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  return (
    <form
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={styles['columns']}>
        <Days label={t('waiting.remind')} description={t('waiting.remind_more')} value={draft.remind_after_days} disabled={!can} on_change={(remind_after_days) => set_draft({ ...draft, remind_after_days })} />
        <Days label={t('waiting.escalate')} description={t('waiting.escalate_more')} value={draft.escalate_after_days} disabled={!can} on_change={(escalate_after_days) => set_draft({ ...draft, escalate_after_days })} />
      </div>
      <FormProblem error={error} />
      {can && (
        <div className={styles['buttons']}>
          <Button type="submit" busy={is_busy} disabled={!is_dirty}>
            {t('waiting.save')}
          </Button>
        </div>
      )}
    </form>
  )
}

const k_days = [0, 1, 2, 3, 5, 7, 14, 30]

/** So many days, or never. What a program has set otherwise is offered as well. */
function Days({ label, description, value, disabled, on_change }: { label: string; description: string; value: number; disabled: boolean; on_change: (value: number) => void }) {
  const offered = k_days.includes(value) ? k_days : [...k_days, value].sort((a, b) => a - b)
  return <Select label={label} description={description} value={value} disabled={disabled} on_change={on_change} items={offered.map((days) => ({ value: days, text: days === 0 ? t('waiting.never') : t('waiting.days', { count: days }) }))} />
}
