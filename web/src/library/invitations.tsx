// Inviting people to a library by e-mail: the dialog, and who was invited and has not come in yet.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Role } from '@/api/client'
import { field_error, problem_text } from '@/api/problem_text'
import type { components } from '@/api/schema'
import { k_levels, level_name } from '@/admin/levels'
import { useRoleEntries } from '@/admin/people_page'
import { page_styles as styles } from '@/app/page'
import { useMe } from '@/app/session'
import { date_text, t } from '@/i18n'
import { Button, ComboboxMany, Dialog, FormDialog, Notice, say_done, say_wrong, Select, StateBadge, Table, TextArea, TextField, type Entry } from '@/ui'
import { role_items } from './member_list'

type Invitation = components['schemas']['Invitation']
type InvitesMade = components['schemas']['InvitesMade']
type Warning = components['schemas']['Warning']

const waiting_key = (library: string) => ['members', 'invitations', library]

export function Invitations({ library, on_changed }: { library: string; on_changed: () => void }) {
  const waiting = useQuery({
    queryKey: waiting_key(library),
    queryFn: ({ signal }) => take(api.GET('/api/libraries/{id}/invitations', { params: { path: { id: library } }, signal })).then((list) => list.items),
  })
  const [is_inviting, set_inviting] = useState(false)
  const [made, set_made] = useState<InvitesMade | null>(null)
  const [withdrawing, set_withdrawing] = useState<Invitation | null>(null)
  const list = waiting.data ?? []
  return (
    <section className={styles['fields']}>
      <h2>{t('invite.title')}</h2>
      <p className={styles['quiet']}>{list.length > 0 ? t('invite.waiting_more') : t('invite.waiting_none')}</p>
      {list.length > 0 && <Waiting list={list} on_withdraw={set_withdrawing} on_sent={() => void waiting.refetch()} />}
      <div>
        <Button icon="plus" onClick={() => set_inviting(true)}>
          {t('invite.open')}
        </Button>
      </div>
      {is_inviting && (
        <InviteDialog
          library={library}
          on_close={() => set_inviting(false)}
          on_made={(answer) => {
            set_inviting(false)
            set_made(answer)
            on_changed()
          }}
        />
      )}
      {made && <WhatCameOfIt made={made} on_close={() => set_made(null)} />}
      {withdrawing && <Withdraw invitation={withdrawing} on_close={() => set_withdrawing(null)} on_done={on_changed} />}
    </section>
  )
}

function Waiting({ list, on_withdraw, on_sent }: { list: Invitation[]; on_withdraw: (one: Invitation) => void; on_sent: () => void }) {
  const [sending, set_sending] = useState('')
  async function send(one: Invitation) {
    set_sending(one.id)
    try {
      await take(api.POST('/api/invitations/{id}/send', { params: { path: { id: one.id } } }))
      say_done(t('invite.sent_again', { email: one.email }))
      on_sent()
    } catch (error) {
      say_wrong(problem_text(error).detail, problem_text(error).more.join(' '))
    }
    set_sending('')
  }
  return (
    <Table<Invitation>
      caption={t('invite.waiting')}
      rows={list}
      id_of={(one) => one.id}
      columns={[
        {
          id: 'email',
          title: t('session.email'),
          is_name: true,
          cell: (one) => (
            <>
              <bdi>{one.email}</bdi>
              {one.inviter && <span className={styles['second']}>{t('invite.by', { name: one.inviter })}</span>}
            </>
          ),
        },
        { id: 'role', title: t('members.role'), cell: (one) => [one.member ? t(`role.${one.member.role}`) : t('invite.lost'), one.member?.folder_name ?? one.member?.asset_name ?? ''].filter(Boolean).join(' · ') },
        { id: 'until', title: t('members.ends'), cell: (one) => (one.member ? (one.member.ends_at ? date_text(one.member.ends_at) : t('members.no_end')) : '') },
        {
          id: 'sent',
          title: t('invite.sent'),
          cell: (one) => (one.link_ends_at && Date.parse(one.link_ends_at) > Date.now() ? date_text(one.sent_at) : <StateBadge tone="amber">{t('invite.link_over')}</StateBadge>),
        },
        {
          id: 'acts',
          title: t('invite.acts'),
          title_hidden: true,
          cell: (one) => (
            <div className={styles['buttons']}>
              {one.member && (
                <Button busy={sending === one.id} onClick={() => void send(one)} aria-label={t('invite.send_named', { email: one.email })}>
                  {t('invite.send')}
                </Button>
              )}
              <Button kind="quiet" onClick={() => on_withdraw(one)} aria-label={t('invite.withdraw_named', { email: one.email })}>
                {t('invite.withdraw')}
              </Button>
            </div>
          ),
        },
      ]}
    />
  )
}

/** Addresses as people paste them: by commas, semicolons, blanks or lines. */
function addresses_in(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}

function InviteDialog({ library, on_close, on_made }: { library: string; on_close: () => void; on_made: (made: InvitesMade) => void }) {
  const me = useMe()
  const [text, set_text] = useState('')
  const [role, set_role] = useState<Role>('viewer')
  const [until, set_until] = useState('')
  const [level, set_level] = useState<number | null>(null)
  const [roles, set_roles] = useState<Entry[] | null>(null)
  const account = { ...(level === null ? {} : { level }), ...(roles === null ? {} : { roles: roles.map((one) => one.id) }) }
  const terms = useQuery({
    queryKey: ['members', 'inviting', library, role, until !== '', level, roles],
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/libraries/{id}/inviting', {
          params: { path: { id: library }, query: { role: role as 'viewer' | 'editor' | 'owner', ends: until ? 'yes' : 'no', ...(level === null ? {} : { level }), ...(roles === null ? {} : { roles: roles.map((one) => one.id).join(',') }) } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  })
  const emails = addresses_in(text)
  async function send() {
    const ends_at = until ? new Date(`${until}T23:59:59`).toISOString() : null
    on_made(await take(api.POST('/api/invitations', { body: { library, emails, role, ends_at, ...account } })))
  }
  const given = terms.data
  return (
    <FormDialog title={t('invite.open')} description={given && !given.may_invite ? t('invite.known_only') : t('invite.more')} size="middle" button={t('invite.send_all', { count: emails.length })} is_ready={emails.length > 0} on_close={on_close} on_send={send} shown_at={['/level', '/roles']}>
      {(error) => (
        <>
          <TextArea label={t('invite.emails')} description={t('invite.emails_more')} value={text} on_change={set_text} rows={3} autoComplete="off" required />
          <Select label={t('invite.role')} value={role} on_change={set_role} items={role_items({ library })} />
          <TextField label={t('members.last_day')} description={t('invite.last_day_more')} type="date" value={until} on_change={set_until} />
          {given && me.abilities.manage_people && given.sets_account && (
            <Account level={level ?? given.level} roles={roles ?? given.roles.map((one) => ({ id: one.id, text: one.name }))} on_level={set_level} on_roles={set_roles} error={error} />
          )}
          {given && !given.sets_account && given.may_invite && (
            <p className={styles['quiet']}>{t('invite.given', { level: level_name(given.level), roles: given.roles.length > 0 ? given.roles.map((one) => one.name).join(', ') : t('invite.no_roles') })}</p>
          )}
          {given?.may_invite && <Warnings warnings={given.warnings} />}
        </>
      )}
    </FormDialog>
  )
}

function Account({ level, roles, on_level, on_roles, error }: { level: number; roles: Entry[]; on_level: (level: number) => void; on_roles: (roles: Entry[]) => void; error: unknown }) {
  const entries = useRoleEntries()
  return (
    <>
      <Select label={t('people.level')} description={field_error(error, '/level') ?? t('invite.level_more')} value={level} on_change={on_level} items={k_levels.map((value) => ({ value: value as number, text: level_name(value) }))} />
      <ComboboxMany label={t('admin.roles')} items={entries} empty={t('roles.none')} values={roles} on_change={on_roles} />
    </>
  )
}

function Warnings({ warnings }: { warnings: Warning[] }) {
  return warnings.map((one) => (
    <Notice key={one.code} tone="amber" icon="warning">
      {one.text}
    </Notice>
  ))
}

/** Who was invited, who had an account and is a member now, and who was left out and why. */
function WhatCameOfIt({ made, on_close }: { made: InvitesMade; on_close: () => void }) {
  const invited = made.items.filter((one) => one.outcome === 'invited')
  const added = made.items.filter((one) => one.outcome === 'added')
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('invite.done')}
      actions={
        <Button kind="primary" onClick={on_close}>
          {t('ui.done')}
        </Button>
      }
    >
      {invited.length > 0 && <p>{t('invite.invited', { emails: invited.map((one) => one.email).join(', ') })}</p>}
      {added.map((one) => (
        <div key={one.email}>
          <p>{t('invite.added', { email: one.email, name: one.member.name })}</p>
          <Warnings warnings={one.warnings} />
        </div>
      ))}
      {made.left.length > 0 && (
        <Notice tone="amber" icon="warning">
          {t('invite.left')}
          <ul>
            {made.left.map((one) => (
              <li key={one.email}>
                <bdi>{one.email}</bdi>: {one.text}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Dialog>
  )
}

function Withdraw({ invitation, on_close, on_done }: { invitation: Invitation; on_close: () => void; on_done: () => void }) {
  const queries = useQueryClient()
  async function withdraw() {
    await take(api.DELETE('/api/invitations/{id}', { params: { path: { id: invitation.id } } }))
    say_done(t('invite.withdrawn', { email: invitation.email }))
    void queries.invalidateQueries({ queryKey: ['members'] })
    on_done()
    on_close()
  }
  return <FormDialog title={t('invite.withdraw_title', { email: invitation.email })} description={t('invite.withdraw_more')} button={t('invite.withdraw')} kind="danger" on_close={on_close} on_send={withdraw} />
}
