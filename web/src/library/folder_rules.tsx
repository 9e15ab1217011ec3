import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, over, take, type Access, type Folder, type Protection } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { useShutting } from '@/requests/shutting'
import { Dialog, ProblemState, say_done, say_wrong, Skeleton } from '@/ui'
import { useRefresh } from './folder_dialogs'
import { MemberList } from './member_list'
import { folder_query } from './queries'
import { RuleSwitches } from './rule_switches'
import styles from './library.module.css'

/** Lock, protection and members of a folder. */
export function FolderRules({ folder: { id, library, name }, on_close }: { folder: Folder; on_close: () => void }) {
  const queries = useQueryClient()
  const folder = useQuery(folder_query(id))
  const members = useQuery({
    queryKey: ['members', 'folder', id],
    queryFn: ({ signal }) => take(api.GET('/api/folders/{id}/members', { params: { path: { id } }, signal })).then((list) => list.items),
    enabled: folder.data?.can.protect === true,
  })
  const refresh = useRefresh(library)
  const { shut, dialog } = useShutting({ library, folder: id })
  /** Whether it was changed. */
  async function set(change: { access?: Access; protection?: Protection }): Promise<boolean> {
    if (!folder.data) return false
    let is_made = true
    try {
      await take(api.PATCH('/api/folders/{id}', { params: { path: { id } }, body: change, ...over(folder.data.version) }))
      say_done(change.access ? t('rule.lock_changed', { name }) : t('rule.protection_changed', { name }))
    } catch (problem) {
      is_made = false
      say_wrong(problem_text(problem).detail, problem_text(problem).more.join(' '))
    }
    await refresh()
    return is_made
  }
  return (
    <Dialog open on_close={on_close} title={t('folder.rules_title', { name })} description={t('folder.rules_more')}>
      {folder.isPending && <Skeleton lines={4} />}
      {folder.isError && <ProblemState error={folder.error} />}
      {folder.data?.access && folder.data.protection && (
        <RuleSwitches
          access={folder.data.access}
          protection={folder.data.protection}
          can_change={folder.data.can.protect}
          on_access={(access) => void (access === 'locked' ? shut('lock', () => set({ access })) : set({ access }))}
          on_protection={(protection) => void (protection === 'on_request' ? shut('protection', () => set({ protection })) : set({ protection }))}
        />
      )}
      {dialog}
      {folder.data?.can.protect && (
        <section className={styles['form']}>
          <h3>{t('members.of_folder')}</h3>
          {members.isError && <ProblemState error={members.error} />}
          {members.data && <MemberList members={members.data} place={{ library, folder: id }} on_changed={() => void queries.invalidateQueries({ queryKey: ['members'] })} />}
        </section>
      )}
    </Dialog>
  )
}
