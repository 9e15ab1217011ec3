// Who stands in while one is away: what comes to a reviewer comes to them as well. The server says how far they can.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error, problem_text } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { date_text, list_text, t } from '@/i18n'
import { day_of, end_of_day } from '@/requests/model'
import { substitutes_query } from '@/requests/substitutes'
import { Button, Combobox, EmptyState, FormProblem, Notice, ProblemState, say_done, say_wrong, Skeleton, TextField } from '@/ui'

type Candidate = components['schemas']['SubstituteCandidate']
type Substitution = components['schemas']['Substitution']

export function Away() {
  const all = useQuery(substitutes_query)
  return (
    <section className={styles['sheet']}>
      <h2>{t('account.away')}</h2>
      <p className={styles['quiet']}>{t('away.more')}</p>
      {all.isPending && <Skeleton lines={3} />}
      {all.isError && <ProblemState error={all.error} on_retry={() => void all.refetch()} />}
      {all.data && !all.data.is_reviewer && <EmptyState icon="person" title={t('away.nothing')} text={t('away.nothing_more')} />}
      {all.data?.is_reviewer && (all.data.mine ? <Named mine={all.data.mine} /> : <NameSomebody />)}
      {all.data && all.data.others.length > 0 && (
        <>
          <h3>{t('away.others')}</h3>
          <ul className={styles['list']}>
            {all.data.others.map((one) => (
              <li key={one.person}>
                <div className={styles['list_texts']}>
                  <bdi>{one.name}</bdi>
                  <span className={styles['second']}>{days_text(one)}</span>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const days_text = ({ from, until }: { from: string; until: string }) => t('away.days', { from: date_text(from), until: date_text(until) })

/** Where somebody decides themselves, and where they do not: being named gives nobody a right. */
function Reach({ of }: { of: Candidate }) {
  const names = (libraries: Candidate['covers']) => list_text(libraries.map((one) => one.name))
  return (
    <>
      {of.covers.length > 0 && <p>{t('away.covers', { name: of.name, libraries: names(of.covers) })}</p>}
      {of.directors && <p>{t('away.directors', { name: of.name })}</p>}
      {of.leaves.length > 0 && (
        <Notice tone="amber" icon="warning">
          {t('away.leaves', { name: of.name, libraries: names(of.leaves) })}
        </Notice>
      )}
    </>
  )
}

function Named({ mine }: { mine: Substitution }) {
  const queries = useQueryClient()
  const [is_busy, set_busy] = useState(false)
  async function end() {
    set_busy(true)
    try {
      await take(api.DELETE('/api/me/substitute'))
      say_done(t('away.ended', { name: mine.substitute.name }))
    } catch (error) {
      say_wrong(problem_text(error).detail)
    }
    set_busy(false)
    void queries.invalidateQueries({ queryKey: substitutes_query.queryKey })
  }
  return (
    <>
      <ul className={styles['list']}>
        <li>
          <div className={styles['list_texts']}>
            <bdi>{mine.substitute.name}</bdi>
            <span className={styles['second']}>{[mine.holds ? t('away.holds') : t('away.later'), days_text(mine)].join(' · ')}</span>
          </div>
          <Button compact busy={is_busy} onClick={() => void end()}>
            {t('away.end')}
          </Button>
        </li>
      </ul>
      <Reach of={mine.substitute} />
    </>
  )
}

function NameSomebody() {
  const queries = useQueryClient()
  const candidates = useQuery({ queryKey: [...substitutes_query.queryKey, 'candidates'], queryFn: ({ signal }) => take(api.GET('/api/me/substitute/candidates', { signal })).then((list) => list.items) })
  const today = day_of(new Date().toISOString())
  const [person, set_person] = useState<string | null>(null)
  const [from, set_from] = useState(today)
  const [until, set_until] = useState('')
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const chosen = candidates.data?.find((one) => one.person === person)
  const wrong = { from: field_error(error, '/from'), until: field_error(error, '/until') }
  async function save() {
    if (!chosen || until === '' || from === '') return
    set_busy(true)
    set_error(null)
    try {
      // From the beginning of the first day to the end of the last, where the reviewer is.
      const now = await take(api.PUT('/api/me/substitute', { body: { person: chosen.person, from: new Date(`${from}T00:00:00`).toISOString(), until: end_of_day(until) } }))
      queries.setQueryData(substitutes_query.queryKey, now)
      say_done(t('away.named', { name: chosen.name }))
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  if (candidates.isPending) return <Skeleton lines={2} />
  if (candidates.isError) return <ProblemState error={candidates.error} on_retry={() => void candidates.refetch()} />
  if (candidates.data.length === 0) return <EmptyState icon="person" title={t('away.nobody')} text={t('away.nobody_more')} />
  return (
    <form
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Combobox
        label={t('away.who')}
        description={t('away.who_more')}
        items={candidates.data.map((one) => ({ id: one.person, text: one.name, second: one.email }))}
        empty={t('members.nobody')}
        value={chosen ? { id: chosen.person, text: chosen.name } : null}
        on_change={(entry) => set_person(entry?.id ?? null)}
      />
      {chosen && <Reach of={chosen} />}
      <div className={styles['columns']}>
        <TextField label={t('away.from')} type="date" value={from} min={today} on_change={set_from} error={wrong.from} required />
        <TextField label={t('away.until')} type="date" value={until} min={from} on_change={set_until} error={wrong.until} required />
      </div>
      {!wrong.from && !wrong.until && <FormProblem error={error} />}
      <div className={styles['buttons']}>
        <Button type="submit" kind="primary" busy={is_busy} disabled={!chosen || from === '' || until === ''}>
          {t('away.name')}
        </Button>
      </div>
    </form>
  )
}
