import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, over, take, take_versioned } from '@/api/client'
import type { components } from '@/api/schema'
import { field_error, problem_text } from '@/api/problem_text'
import { page_styles as styles } from '@/app/page'
import { SaveBar } from '@/app/save_bar'
import { useMe } from '@/app/session'
import { date_text, t } from '@/i18n'
import { Button, ComboboxMany, Dialog, FormProblem, Icon, Notice, say_done, say_wrong, Select, StateBadge, TextField, useSending, type Entry } from '@/ui'
import { k_levels, level_name } from './levels'
import { OnePage } from './one_page'
import { PasswordLink, useGroupEntries, useRoleEntries } from './people_page'

type Person = components['schemas']['Person']

export function PersonPage() {
  const { id } = useParams({ from: '/inside/admin/users/$id' })
  const person = useQuery({ queryKey: ['people', 'one', id], queryFn: ({ signal }) => take_versioned(api.GET('/api/people/{id}', { params: { path: { id } }, signal })), refetchOnWindowFocus: false })
  const above = (
    <Link to="/admin/users">
      <Icon name="arrow_left" /> {t('admin.users')}
    </Link>
  )
  return (
    <OnePage query={person} title={t('admin.users')} gone={t('people.gone')} above={above}>
      {({ value, version }) => <Form key={version} person={value} version={version} />}
    </OnePage>
  )
}

const entries = (list: { id: string; name: string }[]): Entry[] => list.map((one) => ({ id: one.id, text: one.name }))
const ids = (list: Entry[]) => list.map((one) => one.id)

function Form({ person, version }: { person: Person; version: string }) {
  const me = useMe()
  const queries = useQueryClient()
  const role_entries = useRoleEntries()
  const group_entries = useGroupEntries()
  const kept = { name: person.name, email: person.email, level: person.level, roles: entries(person.roles), groups: entries(person.groups), quota: person.quota_limit === null ? '' : String(person.quota_limit) }
  const [draft, set_draft] = useState(kept)
  const { is_busy, error, send } = useSending()
  const [link, set_link] = useState<{ url: string; expires_at: string } | null>(null)
  const [asks, set_asks] = useState<'suspend' | 'factor' | null>(null)
  const is_dirty = JSON.stringify(draft) !== JSON.stringify(kept)
  const set = (change: Partial<typeof kept>) => set_draft((before) => ({ ...before, ...change }))
  const refresh = () => queries.invalidateQueries({ queryKey: ['people'] })
  const path = { params: { path: { id: person.id } } }

  const run = (work: () => Promise<unknown>) =>
    send(async () => {
      await work()
      await refresh()
    })
  const save = () =>
    run(async () => {
      const quota_limit = draft.quota.trim() === '' ? null : Number(draft.quota)
      await take(api.PATCH('/api/people/{id}', { ...path, body: { name: draft.name.trim(), email: draft.email.trim(), level: draft.level, roles: ids(draft.roles), groups: ids(draft.groups), quota_limit }, ...over(version) }))
      say_done(t('people.saved', { name: draft.name }))
    })
  const set_active = (active: boolean) =>
    run(async () => {
      await take(api.PATCH('/api/people/{id}', { ...path, body: { active }, ...over(version) }))
      say_done(active ? t('people.is_active', { name: person.name }) : t('people.is_suspended', { name: person.name }))
      set_asks(null)
    })
  const drop_factor = () =>
    run(async () => {
      await take(api.DELETE('/api/people/{id}/second-factor', path))
      say_done(t('people.factor_dropped'))
      set_asks(null)
    })
  async function send_link() {
    try {
      const sent = await take(api.POST('/api/people/{id}/password-link', path))
      if (sent.password_link) set_link(sent.password_link)
      else say_done(t('people.link_mailed'))
    } catch (problem) {
      say_wrong(problem_text(problem).detail)
    }
  }
  const is_me = person.id === me.id
  return (
    <>
      {!person.active && (
        <Notice tone="brick" icon="close">
          {t('people.suspended_more')}
        </Notice>
      )}
      <section className={styles['sheet']}>
        <h2>{t('people.who')}</h2>
        <TextField label={t('session.name')} value={draft.name} on_change={(name) => set({ name })} error={field_error(error, '/name')} autoComplete="off" />
        <TextField label={t('session.email')} type="email" value={draft.email} on_change={(email) => set({ email })} error={field_error(error, '/email')} autoComplete="off" />
        <p className={styles['quiet']}>{t('people.here_since', { date: date_text(person.created_at) })}</p>
      </section>
      <section className={styles['sheet']}>
        <h2>{t('people.may')}</h2>
        <Select label={t('people.level')} description={t('people.level_more')} value={draft.level} on_change={(level) => set({ level })} items={k_levels.map((value) => ({ value, text: level_name(value) }))} disabled={is_me} />
        <ComboboxMany label={t('admin.roles')} description={t('people.roles_more')} items={role_entries} empty={t('roles.none')} values={draft.roles} on_change={(roles) => set({ roles })} />
        <ComboboxMany label={t('admin.groups')} items={group_entries} empty={t('groups.none')} values={draft.groups} on_change={(groups) => set({ groups })} />
        <TextField label={t('people.quota')} description={t('people.quota_more')} type="number" min={0} value={draft.quota} on_change={(quota) => set({ quota })} error={field_error(error, '/quota_limit')} />
      </section>
      <section className={styles['sheet']}>
        <h2>{t('people.signing_in')}</h2>
        <div className={styles['badges']}>
          <StateBadge tone={person.has_password ? 'moss' : 'amber'} icon="key">
            {person.has_password ? t('people.has_password') : t('people.no_password')}
          </StateBadge>
          <StateBadge tone={person.second_factor ? 'moss' : 'slate'} icon="shield">
            {person.second_factor ? t('people.has_factor') : t('people.no_factor')}
          </StateBadge>
        </div>
        <div className={styles['buttons']}>
          <Button icon="key" onClick={() => void send_link()}>
            {t('people.send_link')}
          </Button>
          {person.second_factor && (
            <Button icon="shield" onClick={() => set_asks('factor')}>
              {t('people.drop_factor')}
            </Button>
          )}
          {!is_me &&
            (person.active ? (
              <Button kind="danger" onClick={() => set_asks('suspend')}>
                {t('people.suspend')}
              </Button>
            ) : (
              <Button busy={is_busy} onClick={() => void set_active(true)}>
                {t('people.activate')}
              </Button>
            ))}
        </div>
      </section>
      {error !== null && asks === null && <FormProblem error={error} />}
      <SaveBar is_dirty={is_dirty} is_busy={is_busy} on_save={() => void save()} on_discard={() => set_draft(kept)} />
      {link && (
        <Dialog open on_close={() => set_link(null)} title={t('people.link_title', { name: person.name })} actions={<Button kind="primary" onClick={() => set_link(null)}>{t('ui.done')}</Button>}>
          <PasswordLink url={link.url} expires={link.expires_at} />
        </Dialog>
      )}
      {asks && (
        <Dialog
          open
          size="small"
          on_close={() => set_asks(null)}
          title={asks === 'suspend' ? t('people.suspend_title', { name: person.name }) : t('people.drop_title', { name: person.name })}
          description={asks === 'suspend' ? t('people.suspend_more') : t('people.drop_more')}
          actions={
            <>
              <Button onClick={() => set_asks(null)}>{t('ui.cancel')}</Button>
              <Button kind="danger" busy={is_busy} onClick={() => void (asks === 'suspend' ? set_active(false) : drop_factor())}>
                {asks === 'suspend' ? t('people.suspend') : t('people.drop_factor')}
              </Button>
            </>
          }
        >
          <FormProblem error={error} />
        </Dialog>
      )}
    </>
  )
}
