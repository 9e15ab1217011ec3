// How the site words the subjects of mails about requests: a part of the page of mails, for administrators. Directors read it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, over, take_versioned } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { list_text, t } from '@/i18n'
import { Button, FormProblem, ProblemState, say_done, Skeleton, TextField } from '@/ui'

type Subjects = components['schemas']['MailSubjects']
type Shown = components['schemas']['MailSubjectsShown']

const k_key = ['site', 'mail-subjects']
const k_fields = [
  { name: 'request', names: ['{asset}', '{requester}'] },
  { name: 'approved', names: ['{asset}', '{requester}', '{until}'] },
  { name: 'rejected', names: ['{asset}', '{requester}'] },
] as const

export function MailSubjects({ can }: { can: boolean }) {
  const subjects = useQuery({ queryKey: k_key, queryFn: ({ signal }) => take_versioned(api.GET('/api/settings/mail-subjects', { signal })), refetchOnWindowFocus: false })
  return (
    <section className={styles['sheet']}>
      <h2>{t('subjects.title')}</h2>
      <p className={styles['quiet']}>{t('subjects.more')}</p>
      {subjects.isPending && <Skeleton lines={3} tall />}
      {subjects.isError && <ProblemState error={subjects.error} on_retry={() => void subjects.refetch()} />}
      {subjects.data && <Form key={subjects.data.version} kept={subjects.data.value} version={subjects.data.version} can={can} />}
    </section>
  )
}

function Form({ kept, version, can }: { kept: Shown; version: string; can: boolean }) {
  const queries = useQueryClient()
  const id = useId()
  const [draft, set_draft] = useState<Subjects>(kept.subjects)
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const is_dirty = k_fields.some(({ name }) => draft[name] !== kept.subjects[name])
  const is_shown_at_a_field = k_fields.some(({ name }) => field_error(error, `/${name}`) !== undefined)
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      queries.setQueryData(k_key, await take_versioned(api.PUT('/api/settings/mail-subjects', { body: draft, ...over(version) })))
      say_done(t('subjects.saved'))
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  return (
    <form
      id={id}
      noValidate
      className={styles['fields']}
      onSubmit={(event) => {
        event.preventDefault()
        if (is_dirty && !is_busy) void save()
      }}
    >
      {k_fields.map(({ name, names }) => (
        <TextField
          key={name}
          label={t(`subjects.${name}`)}
          description={t('subjects.may_name', { names: list_text([...names]) })}
          value={draft[name]}
          placeholder={kept.usual[name]}
          disabled={!can}
          maxLength={200}
          on_change={(text) => set_draft((before) => ({ ...before, [name]: text }))}
          error={field_error(error, `/${name}`)}
        />
      ))}
      {error !== null && !is_shown_at_a_field && <FormProblem error={error} />}
      {can && (
        <div>
          <Button type="submit" busy={is_busy} disabled={!is_dirty}>
            {t('subjects.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
