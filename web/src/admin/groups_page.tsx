import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api, over, take, take_versioned } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { number_text, t } from '@/i18n'
import { Button, ComboboxMany, FormDialog, FormProblem, Icon, Notice, say_done, TextField, type Entry } from '@/ui'
import { ListPage } from './list_page'
import { groups_query, people_query } from './named_pages'
import { OnePage, Removal } from './one_page'

type GroupEntry = components['schemas']['GroupEntry']
type Group = components['schemas']['Group']

export function GroupsPage() {
  const [q, set_q] = useState('')
  const groups = useInfiniteQuery(groups_query(useDeferredValue(q.trim())))
  const [is_adding, set_adding] = useState(false)
  return (
    <>
      <ListPage<GroupEntry>
        title={t('admin.groups')}
        icon="group"
        empty={t('groups.none')}
        empty_more={t('groups.none_more')}
        query={groups}
        q={q}
        on_q={set_q}
        id_of={(one) => one.id}
        actions={
          <Button kind="primary" icon="plus" onClick={() => set_adding(true)}>
            {t('groups.add')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            title: t('groups.name'),
            is_name: true,
            cell: (one) => (
              <Link to="/admin/groups/$id" params={{ id: one.id }} className={styles['name_link']}>
                <bdi>{one.name}</bdi>
              </Link>
            ),
          },
          { id: 'people', title: t('admin.users'), cell: (one) => number_text(one.people) },
        ]}
      />
      {is_adding && <AddGroup on_close={() => set_adding(false)} />}
    </>
  )
}

function AddGroup({ on_close }: { on_close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, set_name] = useState('')
  async function add() {
    const made = await take(api.POST('/api/groups', { body: { name: name.trim() } }))
    await queries.invalidateQueries({ queryKey: ['groups'] })
    await navigate({ to: '/admin/groups/$id', params: { id: made.id } })
  }
  return (
    <FormDialog title={t('groups.add')} button={t('groups.add')} is_ready={name.trim() !== ''} on_close={on_close} on_send={add} shown_at={['/name']}>
      {(error) => <TextField label={t('groups.name')} value={name} on_change={set_name} error={field_error(error, '/name')} required />}
    </FormDialog>
  )
}

/** People to choose from while somebody types. */
export function PeoplePicker({ label, values, on_change }: { label: string; values: Entry[]; on_change: (values: Entry[]) => void }) {
  const [text, set_text] = useState('')
  const people = useInfiniteQuery(people_query(useDeferredValue(text.trim())))
  const items = people.data?.pages.flatMap((page) => page.items.map((one) => ({ id: one.id, text: one.name, second: one.email }))) ?? []
  return <ComboboxMany label={label} placeholder={t('members.who_hint')} items={items} on_search={set_text} empty={t('members.nobody')} values={values} on_change={on_change} />
}

export function GroupPage() {
  const { id } = useParams({ from: '/inside/admin/groups/$id' })
  const group = useQuery({ queryKey: ['groups', 'one', id], queryFn: ({ signal }) => take_versioned(api.GET('/api/groups/{id}', { params: { path: { id } }, signal })), refetchOnWindowFocus: false })
  return (
    <OnePage
      query={group}
      title={t('admin.groups')}
      gone={t('groups.gone')}
      above={
        <Link to="/admin/groups">
          <Icon name="arrow_left" /> {t('admin.groups')}
        </Link>
      }
    >
      {({ value, version }) => <Form key={version} group={value} version={version} />}
    </OnePage>
  )
}

function Form({ group, version }: { group: Group; version: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const kept = { name: group.name, people: group.people.map((one) => ({ id: one.id, text: one.name, second: one.email })) }
  const [draft, set_draft] = useState(kept)
  const [error, set_error] = useState<unknown>(null)
  const [is_busy, set_busy] = useState(false)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept)
  const path = { params: { path: { id: group.id } } }
  const is_named = group.named_by.length > 0

  async function save() {
    set_busy(true)
    set_error(null)
    try {
      let at = version
      if (draft.name.trim() !== kept.name) at = (await take_versioned(api.PATCH('/api/groups/{id}', { ...path, body: { name: draft.name.trim(), triggers: is_named ? 'follow' : 'refuse' }, ...over(at) }))).version
      if (JSON.stringify(draft.people) !== JSON.stringify(kept.people)) await take(api.PUT('/api/groups/{id}/people', { ...path, body: { people: draft.people.map((one) => one.id) }, ...over(at) }))
      say_done(t('groups.saved', { name: draft.name }))
    } catch (problem) {
      set_error(problem)
    }
    set_busy(false)
    await queries.invalidateQueries({ queryKey: ['groups'] })
    void queries.invalidateQueries({ queryKey: ['people'] })
  }
  async function remove() {
    await take(api.DELETE('/api/groups/{id}', { ...path, ...over(version) }))
    say_done(t('groups.deleted', { name: group.name }))
    await navigate({ to: '/admin/groups' })
    await queries.invalidateQueries({ queryKey: ['groups'] })
  }
  return (
    <>
      <section className={styles['sheet']}>
        <TextField label={t('groups.name')} value={draft.name} on_change={(name) => set_draft({ ...draft, name })} error={field_error(error, '/name')} description={is_named ? t('groups.named_more') : undefined} />
        <PeoplePicker label={t('groups.people')} values={draft.people} on_change={(people) => set_draft({ ...draft, people: people.map((one) => ({ id: one.id, text: one.text, second: one.second ?? '' })) })} />
      </section>
      <Removal
        title={t('groups.delete')}
        text={is_named ? t('groups.delete_named') : t('groups.delete_more')}
        is_kept={is_named}
        question={t('groups.delete_title', { name: group.name })}
        sure={t('groups.delete_sure', { count: group.people.length })}
        on_remove={remove}
      />
      {is_named && <Notice icon="info">{t('groups.named_by', { count: group.named_by.length })}</Notice>}
      {error !== null && <FormProblem error={error} />}
      <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept)} />
    </>
  )
}
