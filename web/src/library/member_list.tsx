// Members of one place, and how one more becomes one. The same list for a library, a folder and an asset.
import { useState } from 'react'
import { api, over, take, take_versioned, type Member, type Role } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { useMe } from '@/app/session'
import { date_text, t } from '@/i18n'
import { Button, FormDialog, FormProblem, Icon, IconButton, say_done, say_wrong, Select, StateBadge, TextField, useSending } from '@/ui'
import { WhoPicker, type Who } from './who_picker'
import styles from './rules.module.css'

export interface MemberPlace {
  library: string
  folder?: string
  asset?: string
}

export function role_items(place: MemberPlace): { value: Role; text: string }[] {
  const items: { value: Role; text: string }[] = [
    { value: 'viewer', text: t('role.viewer') },
    { value: 'editor', text: t('role.editor') },
  ]
  if (!place.folder && !place.asset) items.push({ value: 'owner', text: t('role.owner') })
  return items
}

export function MemberList({ members, place, on_changed }: { members: Member[]; place: MemberPlace; on_changed: () => void }) {
  const me = useMe()
  const [ending, set_ending] = useState<Member | null>(null)
  async function change_role(member: Member, role: Role) {
    try {
      await write_role(member, role)
      say_done(t('members.role_changed', { name: member.name, role: t(`role.${role}`) }))
    } catch (error) {
      say_wrong(problem_text(error).detail, problem_text(error).more.join(' '))
    }
    on_changed()
  }
  return (
    <div className={styles['members']}>
      {members.length > 0 && (
        <ul>
          {members.map((member) => (
            <li key={member.id} className={styles['member']}>
              <div className={styles['who']}>
                <span className={styles['who_name']}>
                  <Icon name={member.group ? 'group' : 'person'} />
                  <bdi>{member.name}</bdi>
                </span>
                <span className={styles['second']}>
                  {[member.group ? t('members.group') : member.email, member.person === me.id ? t('members.you') : '', member.ends_at ? t('members.until', { date: date_text(member.ends_at) }) : ''].filter(Boolean).join(' · ')}
                </span>
                {!member.in_force && <StateBadge tone="amber">{t('members.ended')}</StateBadge>}
              </div>
              <div className={styles['role']}>
                <Select label={t('members.role_of', { name: member.name })} label_hidden compact value={member.role} on_change={(role) => void change_role(member, role)} items={role_items(place)} disabled={member.person === me.id} />
              </div>
              <IconButton icon="close" compact label={t('members.end_named', { name: member.name })} onClick={() => set_ending(member)} />
            </li>
          ))}
        </ul>
      )}
      <AddMember place={place} on_added={on_changed} />
      {ending && <EndMembership member={ending} on_close={() => set_ending(null)} on_ended={on_changed} />}
    </div>
  )
}

/** The members of the place as they are now, with this one's role changed: in one step or not at all. */
async function write_role(member: Member, role: Role): Promise<void> {
  const path = { id: member.library }
  const now = await take_versioned(api.GET('/api/libraries/{id}/members', { params: { path } }))
  const there = now.value.items.filter((one) => one.folder === member.folder && one.asset === member.asset)
  const members = there.map((one) => ({ person: one.person, group: one.group, ends_at: one.ends_at, role: one.id === member.id ? role : one.role }))
  await take(api.PUT('/api/libraries/{id}/members', { params: { path }, body: { places: [{ folder: member.folder, asset: member.asset, members }] }, ...over(now.version) }))
}

function body_of(place: MemberPlace) {
  return { library: place.library, ...(place.folder ? { folder: place.folder } : {}), ...(place.asset ? { asset: place.asset } : {}) }
}

export function EndMembership({ member, on_close, on_ended }: { member: Member; on_close: () => void; on_ended: () => void }) {
  async function end() {
    await take(api.DELETE('/api/members/{id}', { params: { path: { id: member.id } } }))
    say_done(t('members.ended_named', { name: member.name }))
    on_ended()
    on_close()
  }
  return <FormDialog title={t('members.end_title', { name: member.name })} description={t('members.end_more')} button={t('members.end')} kind="danger" on_close={on_close} on_send={end} />
}

function AddMember({ place, on_added }: { place: MemberPlace; on_added: () => void }) {
  const [who, set_who] = useState<Who | null>(null)
  const [role, set_role] = useState<Role>('viewer')
  const [until, set_until] = useState('')
  const [with_end, set_with_end] = useState(false)
  const { is_busy, error, send } = useSending()
  async function add() {
    if (!who) return
    await send(async () => {
      const ends_at = with_end && until ? new Date(`${until}T23:59:59`).toISOString() : null
      await take(api.POST('/api/members', { body: { ...body_of(place), ...(who.group ? { group: who.group } : { person: who.person ?? '' }), role, ends_at } }))
      say_done(t('members.added', { name: who.name, role: t(`role.${role}`) }))
      set_who(null)
      on_added()
    })
  }
  return (
    <form
      className={styles['members']}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <div className={styles['add']}>
        <WhoPicker label={t('members.who')} library={place.library} value={who} on_change={set_who} />
        <div className={styles['role']}>
          <Select label={t('members.role')} value={role} on_change={set_role} items={role_items(place)} />
        </div>
        {with_end ? (
          <TextField label={t('members.last_day')} type="date" value={until} on_change={set_until} />
        ) : (
          <Button kind="quiet" onClick={() => set_with_end(true)}>
            {t('members.set_end')}
          </Button>
        )}
        <Button type="submit" kind="primary" busy={is_busy} disabled={!who}>
          {t('members.add')}
        </Button>
      </div>
      <FormProblem error={error} />
    </form>
  )
}
