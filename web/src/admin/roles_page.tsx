import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api, over, take, take_versioned, type Flag } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { list_text, number_text, t } from '@/i18n'
import { Button, Checkbox, FormDialog, FormProblem, Icon, say_done, TextField } from '@/ui'
import { PeoplePicker } from './groups_page'
import { ListPage } from './list_page'
import { roles_query } from './named_pages'
import { OnePage, Removal } from './one_page'

type RoleEntry = components['schemas']['RoleEntry']
type SiteRole = components['schemas']['SiteRole']

const k_flags: Flag[] = ['download', 'edit', 'upload', 'publish', 'share_file', 'share_card', 'use_collections', 'curate']

export function RolesPage() {
  const [q, set_q] = useState('')
  const roles = useInfiniteQuery(roles_query(useDeferredValue(q.trim())))
  const [is_adding, set_adding] = useState(false)
  return (
    <>
      <ListPage<RoleEntry>
        title={t('admin.roles')}
        icon="role"
        empty={t('roles.none')}
        empty_more={t('roles.none_more')}
        query={roles}
        q={q}
        on_q={set_q}
        id_of={(one) => one.id}
        actions={
          <Button kind="primary" icon="plus" onClick={() => set_adding(true)}>
            {t('roles.add')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            title: t('roles.name'),
            is_name: true,
            cell: (one) => (
              <Link to="/admin/roles/$id" params={{ id: one.id }} className={styles['name_link']}>
                <bdi>{one.name}</bdi>
              </Link>
            ),
          },
          { id: 'flags', title: t('roles.allows'), cell: (one) => (one.flags.length > 0 ? list_text(one.flags.map((flag) => t(`flag.${flag}`))) : t('roles.nothing')) },
          { id: 'people', title: t('admin.users'), cell: (one) => number_text(one.people) },
        ]}
      />
      {is_adding && <AddRole on_close={() => set_adding(false)} />}
    </>
  )
}

function Flags({ values, on_change }: { values: Flag[]; on_change: (values: Flag[]) => void }) {
  return (
    <fieldset className={styles['fields']}>
      <legend className={styles['legend']}>{t('roles.allows')}</legend>
      {k_flags.map((flag) => (
        <Checkbox key={flag} label={t(`flag.${flag}`)} description={t(`flag.${flag}_more`)} checked={values.includes(flag)} on_change={(now) => on_change(now ? [...values, flag] : values.filter((one) => one !== flag))} />
      ))}
    </fieldset>
  )
}

function AddRole({ on_close }: { on_close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, set_name] = useState('')
  const [flags, set_flags] = useState<Flag[]>(['download'])
  async function add() {
    const made = await take(api.POST('/api/roles', { body: { name: name.trim(), flags } }))
    await queries.invalidateQueries({ queryKey: ['roles'] })
    await navigate({ to: '/admin/roles/$id', params: { id: made.id } })
  }
  return (
    <FormDialog size="middle" title={t('roles.add')} button={t('roles.add')} is_ready={name.trim() !== ''} on_close={on_close} on_send={add} shown_at={['/name']}>
      {(error) => (
        <>
          <TextField label={t('roles.name')} value={name} on_change={set_name} error={field_error(error, '/name')} required />
          <Flags values={flags} on_change={set_flags} />
        </>
      )}
    </FormDialog>
  )
}

export function RolePage() {
  const { id } = useParams({ from: '/inside/admin/roles/$id' })
  const role = useQuery({ queryKey: ['roles', 'one', id], queryFn: ({ signal }) => take_versioned(api.GET('/api/roles/{id}', { params: { path: { id } }, signal })), refetchOnWindowFocus: false })
  return (
    <OnePage
      query={role}
      title={t('admin.roles')}
      gone={t('roles.gone')}
      above={
        <Link to="/admin/roles">
          <Icon name="arrow_left" /> {t('admin.roles')}
        </Link>
      }
    >
      {({ value, version }) => <Form key={version} role={value} version={version} />}
    </OnePage>
  )
}

function Form({ role, version }: { role: SiteRole; version: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const kept = { name: role.name, flags: role.flags, people: role.people.map((one) => ({ id: one.id, text: one.name, second: one.email })) }
  const [draft, set_draft] = useState(kept)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept)
  const path = { params: { path: { id: role.id } } }
  async function save() {
    set_busy(true)
    set_error(null)
    try {
      let at = version
      const is_other = draft.name.trim() !== kept.name || JSON.stringify(draft.flags) !== JSON.stringify(kept.flags)
      if (is_other) at = (await take_versioned(api.PATCH('/api/roles/{id}', { ...path, body: { name: draft.name.trim(), flags: draft.flags }, ...over(at) }))).version
      if (JSON.stringify(draft.people) !== JSON.stringify(kept.people)) await take(api.PUT('/api/roles/{id}/people', { ...path, body: { people: draft.people.map((one) => one.id) }, ...over(at) }))
      say_done(t('roles.saved', { name: draft.name }))
    } catch (problem) {
      set_error(problem)
    }
    set_busy(false)
    await queries.invalidateQueries({ queryKey: ['roles'] })
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  async function remove() {
    await take(api.DELETE('/api/roles/{id}', { ...path, ...over(version) }))
    say_done(t('roles.deleted', { name: role.name }))
    await navigate({ to: '/admin/roles' })
    await queries.invalidateQueries({ queryKey: ['roles'] })
  }
  return (
    <>
      <section className={styles['sheet']}>
        <TextField label={t('roles.name')} value={draft.name} on_change={(name) => set_draft({ ...draft, name })} error={field_error(error, '/name')} />
        <Flags values={draft.flags} on_change={(flags) => set_draft({ ...draft, flags })} />
      </section>
      <section className={styles['sheet']}>
        <PeoplePicker label={t('roles.people')} values={draft.people} on_change={(people) => set_draft({ ...draft, people: people.map((one) => ({ id: one.id, text: one.text, second: one.second ?? '' })) })} />
      </section>
      <Removal
        title={t('roles.delete')}
        text={t('roles.delete_more')}
        question={t('roles.delete_title', { name: role.name })}
        sure={t('roles.delete_sure', { count: role.people.length })}
        on_remove={remove}
      />
      {error !== null && <FormProblem error={error} />}
      <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept)} />
    </>
  )
}
