// What the site lets owners of libraries do about addresses without an account: a part of the page of rules. Administrators
// change it, directors read it.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, over, take_versioned } from '@/api/client'
import { field_error } from '@/api/problem_text'
import type { components } from '@/api/schema'
import { level_name } from '@/admin/levels'
import { useRoleEntries } from '@/admin/people_page'
import { page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { Button, ComboboxMany, FormProblem, ProblemState, say_done, Select, Skeleton, Switch } from '@/ui'

type Settings = components['schemas']['InviteSettings']

const k_key = ['site', 'inviting']

export function Inviting() {
  const settings = useQuery({ queryKey: k_key, queryFn: ({ signal }) => take_versioned(api.GET('/api/settings/inviting', { signal })), refetchOnWindowFocus: false })
  return (
    <section className={styles['sheet']}>
      <h2>{t('inviting.title')}</h2>
      <p className={styles['quiet']}>{t('inviting.more')}</p>
      {settings.isPending && <Skeleton lines={2} tall />}
      {settings.isError && <ProblemState error={settings.error} on_retry={() => void settings.refetch()} />}
      {settings.data && <Form key={settings.data.version} kept={settings.data.value} version={settings.data.version} />}
    </section>
  )
}

function Form({ kept, version }: { kept: Settings; version: string }) {
  const queries = useQueryClient()
  const can = useMe().level === 9
  const [draft, set_draft] = useState(kept)
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept)
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      queries.setQueryData(k_key, await take_versioned(api.PUT('/api/settings/inviting', { body: draft, ...over(version) })))
      say_done(t('inviting.saved'))
    } catch (problem) {
      set_error(problem)
      set_busy(false)
    }
  }
  return (
    <>
      <Switch label={t('inviting.owners')} description={t('inviting.owners_more')} checked={draft.owners_invite} disabled={!can} on_change={(owners_invite) => set_draft({ ...draft, owners_invite })} />
      <Select label={t('people.level')} description={field_error(error, '/level') ?? t('inviting.level_more')} disabled={!can} value={draft.level} on_change={(level) => set_draft({ ...draft, level })} items={[1, 2, 3, 4].map((value) => ({ value, text: level_name(value) }))} />
      {can && <Roles ids={draft.roles} on_change={(roles) => set_draft({ ...draft, roles })} />}
      {error !== null && <FormProblem error={error} />}
      {can && (
        <div>
          <Button busy={is_busy} disabled={!is_dirty} onClick={() => void save()}>
            {t('inviting.save')}
          </Button>
        </div>
      )}
    </>
  )
}

function Roles({ ids, on_change }: { ids: string[]; on_change: (ids: string[]) => void }) {
  const entries = useRoleEntries()
  const values = ids.map((id) => entries.find((one) => one.id === id) ?? { id, text: id })
  return <ComboboxMany label={t('admin.roles')} items={entries} empty={t('roles.none')} values={values} on_change={(roles) => on_change(roles.map((one) => one.id))} />
}
