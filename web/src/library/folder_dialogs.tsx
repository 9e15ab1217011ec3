// Making, renaming and deleting folders; and the dialog that moves assets.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, over, take, type Folder } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button, Dialog, FormDialog, ProblemState, say_done, Skeleton, TextField } from '@/ui'
import { move_assets, type Moved } from './moving'
import { folders_query } from './queries'
import { path_of } from './tree'
import styles from './library.module.css'

export function useRefresh(library: string) {
  const queries = useQueryClient()
  return () => Promise.all([queries.invalidateQueries({ queryKey: ['folders', library] }), queries.invalidateQueries({ queryKey: ['folder'] }), queries.invalidateQueries({ queryKey: ['assets'] }), queries.invalidateQueries({ queryKey: ['asset'] })])
}

export function NewFolder({ library, parent, on_close }: { library: string; parent: Folder | null; on_close: () => void }) {
  const refresh = useRefresh(library)
  const navigate = useNavigate()
  async function create(name: string) {
    const made = await take(api.POST('/api/folders', { body: { library, parent: parent?.id ?? null, name } }))
    await refresh()
    say_done(t('folder.made', { name: made.name }))
    on_close()
    await navigate({ to: '/l/$library/f/$folder', params: { library, folder: made.id } })
  }
  return <NameDialog title={parent ? t('folder.new_in', { name: parent.name }) : t('folder.new')} button={t('folder.create')} before="" on_send={create} on_close={on_close} />
}

export function RenameFolder({ folder, on_close }: { folder: Folder; on_close: () => void }) {
  const refresh = useRefresh(folder.library)
  async function rename(name: string) {
    await take(api.PATCH('/api/folders/{id}', { params: { path: { id: folder.id } }, body: { name }, ...over(folder.version) }))
    await refresh()
    on_close()
  }
  return <NameDialog title={t('folder.rename_title', { name: folder.name })} button={t('folder.rename')} before={folder.name} on_send={rename} on_close={on_close} />
}

function NameDialog({ title, button, before, on_send, on_close }: { title: string; button: string; before: string; on_send: (name: string) => Promise<void>; on_close: () => void }) {
  const [name, set_name] = useState(before)
  return (
    <FormDialog title={title} button={button} is_ready={name.trim() !== ''} on_close={on_close} on_send={() => on_send(name)} shown_at={['/name']}>
      {(error) => <TextField label={t('folder.name')} value={name} on_change={set_name} error={field_error(error, '/name')} maxLength={255} required />}
    </FormDialog>
  )
}

export function DeleteFolder({ folder, on_close }: { folder: Folder; on_close: () => void }) {
  const refresh = useRefresh(folder.library)
  const navigate = useNavigate()
  async function remove() {
    await take(api.DELETE('/api/folders/{id}', { params: { path: { id: folder.id } } }))
    say_done(t('folder.deleted', { name: folder.name }))
    on_close()
    if (folder.parent) await navigate({ to: '/l/$library/f/$folder', params: { library: folder.library, folder: folder.parent } })
    else await navigate({ to: '/l/$library', params: { library: folder.library } })
    await refresh()
  }
  return <FormDialog title={t('folder.delete_title', { name: folder.name })} description={t('folder.delete_more')} button={t('folder.delete')} kind="danger" on_close={on_close} on_send={remove} />
}

/** The way to move without dragging. */
export function MoveDialog({ library, assets, on_close }: { library: string; assets: Moved[]; on_close: () => void }) {
  const folders = useQuery(folders_query(library))
  const [chosen, set_chosen] = useState<string | null | undefined>(undefined)
  const [text, set_text] = useState('')
  const [is_busy, set_busy] = useState(false)
  const all = folders.data ?? []
  const rows = all
    .filter((folder) => folder.can.organise || folder.can.upload)
    .map((folder) => ({ folder, path: path_of(all, folder.id).map((one) => one.name) }))
    .filter((row) => row.path.join(' / ').toLowerCase().includes(text.toLowerCase()))
    .sort((a, b) => a.path.join('/').localeCompare(b.path.join('/')))
  async function move() {
    if (chosen === undefined) return
    set_busy(true)
    await move_assets(assets, { folder: chosen, name: chosen === null ? t('folder.top') : (all.find((one) => one.id === chosen)?.name ?? '') })
    on_close()
  }
  return (
    <Dialog
      open
      on_close={on_close}
      title={assets.length === 1 ? t('move.title_one', { name: assets[0]?.name ?? '' }) : t('move.title', { count: assets.length })}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="move" disabled={chosen === undefined} busy={is_busy} onClick={() => void move()}>
            {t('move.button')}
          </Button>
        </>
      }
    >
      <TextField label={t('move.find')} type="search" value={text} on_change={set_text} />
      {folders.isPending && <Skeleton lines={5} />}
      {folders.isError && <ProblemState error={folders.error} />}
      <ul className={styles['places']} role="listbox" aria-label={t('folder.tree')}>
        {text === '' && <Place text={t('folder.top')} is_chosen={chosen === null} on_choose={() => set_chosen(null)} />}
        {rows.map((row) => (
          <Place key={row.folder.id} text={row.path.at(-1) ?? ''} path={row.path.slice(0, -1)} is_chosen={chosen === row.folder.id} on_choose={() => set_chosen(row.folder.id)} />
        ))}
      </ul>
    </Dialog>
  )
}

function Place({ text, path = [], is_chosen, on_choose }: { text: string; path?: string[]; is_chosen: boolean; on_choose: () => void }) {
  return (
    <li
      role="option"
      aria-selected={is_chosen}
      tabIndex={0}
      className={styles['place']}
      onClick={on_choose}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        on_choose()
      }}
    >
      <bdi>{text}</bdi>
      {path.length > 0 && <bdi className={styles['place_path']}>{path.join(' / ')}</bdi>}
    </li>
  )
}
