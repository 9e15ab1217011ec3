import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api, take } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { date_text, moment_text, t } from '@/i18n'
import { Button, ComboboxMany, Dialog, FormProblem, Notice, say_done, say_wrong, Select, StateBadge, TextField, useSending, type Entry } from '@/ui'
import { k_levels, level_name } from './levels'
import { ListPage } from './list_page'
import { groups_query, people_query, roles_query } from './named_pages'

type PersonEntry = components['schemas']['PersonEntry']
type PersonMade = components['schemas']['PersonMade']

export function PeoplePage() {
  const [q, set_q] = useState('')
  const people = useInfiniteQuery(people_query(useDeferredValue(q.trim())))
  const [is_adding, set_adding] = useState(false)
  return (
    <>
      <ListPage<PersonEntry>
        title={t('admin.users')}
        icon="people"
        empty={t('people.none')}
        empty_more={t('people.none_more')}
        query={people}
        q={q}
        on_q={set_q}
        id_of={(one) => one.id}
        actions={
          <Button kind="primary" icon="plus" onClick={() => set_adding(true)}>
            {t('people.add')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            title: t('session.name'),
            is_name: true,
            cell: (one) => (
              <>
                <Link to="/admin/users/$id" params={{ id: one.id }} className={styles['name_link']}>
                  <bdi>{one.name}</bdi>
                </Link>
                <bdi className={styles['second']}>{one.email}</bdi>
              </>
            ),
          },
          { id: 'level', title: t('people.level'), cell: (one) => level_name(one.level) },
          { id: 'state', title: t('people.state'), cell: (one) => (one.active ? <StateBadge tone="moss" icon="check">{t('people.active')}</StateBadge> : <StateBadge tone="brick" icon="close">{t('people.suspended')}</StateBadge>) },
          { id: 'since', title: t('people.since'), cell: (one) => date_text(one.created_at) },
        ]}
      />
      {is_adding && <AddPerson on_close={() => set_adding(false)} />}
    </>
  )
}

export function useRoleEntries(): Entry[] {
  const roles = useInfiniteQuery(roles_query(''))
  return roles.data?.pages.flatMap((page) => page.items.map((one) => ({ id: one.id, text: one.name }))) ?? []
}
export function useGroupEntries(): Entry[] {
  const groups = useInfiniteQuery(groups_query(''))
  return groups.data?.pages.flatMap((page) => page.items.map((one) => ({ id: one.id, text: one.name }))) ?? []
}

function AddPerson({ on_close }: { on_close: () => void }) {
  const queries = useQueryClient()
  const [name, set_name] = useState('')
  const [email, set_email] = useState('')
  const [level, set_level] = useState<number>(2)
  const [roles, set_roles] = useState<Entry[]>([])
  const [groups, set_groups] = useState<Entry[]>([])
  const { is_busy, error, send } = useSending()
  const [made, set_made] = useState<PersonMade | null>(null)
  const role_entries = useRoleEntries()
  const group_entries = useGroupEntries()
  const add = () =>
    send(async () => {
      const person = await take(api.POST('/api/people', { body: { name: name.trim(), email: email.trim(), level, roles: roles.map((one) => one.id), groups: groups.map((one) => one.id) } }))
      void queries.invalidateQueries({ queryKey: ['people'] })
      set_made(person)
    })
  if (made) {
    return (
      <Dialog
        open
        on_close={on_close}
        title={t('people.added', { name: made.name })}
        actions={
          <Button kind="primary" onClick={on_close}>
            {t('ui.done')}
          </Button>
        }
      >
        {made.password_link ? <PasswordLink url={made.password_link.url} expires={made.password_link.expires_at} /> : <p>{t('people.link_mailed')}</p>}
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('people.add')}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind="primary" type="submit" form="add-person" busy={is_busy}>
            {t('people.add')}
          </Button>
        </>
      }
    >
      <form
        id="add-person"
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <TextField label={t('session.name')} value={name} on_change={set_name} autoComplete="off" error={field_error(error, '/name')} required />
        <TextField label={t('session.email')} type="email" value={email} on_change={set_email} autoComplete="off" error={field_error(error, '/email')} required />
        <Select label={t('people.level')} description={t('people.level_more')} value={level} on_change={set_level} items={k_levels.map((value) => ({ value, text: level_name(value) }))} />
        <ComboboxMany label={t('admin.roles')} items={role_entries} empty={t('roles.none')} values={roles} on_change={set_roles} />
        <ComboboxMany label={t('admin.groups')} items={group_entries} empty={t('groups.none')} values={groups} on_change={set_groups} />
        <FormProblem error={error} />
      </form>
    </Dialog>
  )
}

export function PasswordLink({ url, expires }: { url: string; expires: string }) {
  return (
    <>
      <Notice icon="key">{t('people.link_more', { until: moment_text(expires) })}</Notice>
      <code className={styles['secret']}>{url}</code>
      <div className={styles['buttons']}>
        <Button icon="copy" onClick={() => void navigator.clipboard.writeText(url).then(() => say_done(t('ui.copied')), () => say_wrong(t('ui.not_copied')))}>
          {t('people.copy_link')}
        </Button>
      </div>
    </>
  )
}
