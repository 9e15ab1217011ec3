// The folders of a library as a tree: arrows move and open, Enter goes there, tiles and files can be dropped on them.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import type { Folder } from '@/api/client'
import { t } from '@/i18n'
import { class_names, Icon, ProblemState, Skeleton } from '@/ui'
import { dropped_assets, has_assets, move_assets } from './moving'
import { folders_query } from './queries'
import { tree_of, visible_nodes, ancestors_of, type Node } from './tree'
import styles from './tree.module.css'

export function FolderTree({ library, current, on_files }: { library: string; current: string | undefined; on_files: (folder: string, transfer: DataTransfer) => void }) {
  const folders = useQuery(folders_query(library))
  if (folders.isPending) return <Skeleton lines={4} />
  if (folders.isError) return <ProblemState error={folders.error} on_retry={() => void folders.refetch()} />
  if (folders.data.length === 0) return <p className={styles['none']}>{t('folder.none')}</p>
  return <Tree library={library} current={current} folders={folders.data} on_files={on_files} />
}

function Tree({ library, current, folders, on_files }: { library: string; current: string | undefined; folders: Folder[]; on_files: (folder: string, transfer: DataTransfer) => void }) {
  const navigate = useNavigate()
  const tree = useMemo(() => tree_of(folders), [folders])
  const [open, set_open] = useState<ReadonlySet<string>>(new Set())
  const [active, set_active] = useState<string | null>(null)
  const [over, set_over] = useState<string | null>(null)
  const box = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (current) set_open((before) => new Set([...before, ...ancestors_of(folders, current)]))
  }, [current, folders])

  const shown = visible_nodes(tree, open)
  const active_id = shown.some((node) => node.folder.id === active) ? active : shown.some((node) => node.folder.id === current) ? current : shown[0]?.folder.id
  const go = (id: string) => void navigate({ to: '/l/$library/f/$folder', params: { library, folder: id }, search: ({ size, fit, sort, panel }) => ({ size, fit, sort, panel }) })
  const flip = (id: string, is_open: boolean) =>
    set_open((before) => {
      const next = new Set(before)
      if (is_open) next.add(id)
      else next.delete(id)
      return next
    })
  const focus = (node: Node | undefined) => {
    if (!node) return
    set_active(node.folder.id)
    box.current?.querySelector<HTMLElement>(`[data-folder="${node.folder.id}"]`)?.focus()
  }

  function on_key_down(event: KeyboardEvent) {
    const at = shown.findIndex((node) => node.folder.id === active_id)
    const node = shown[at]
    if (!node) return
    const is_rtl = document.documentElement.dir === 'rtl'
    const key = event.key === 'ArrowLeft' && is_rtl ? 'ArrowRight' : event.key === 'ArrowRight' && is_rtl ? 'ArrowLeft' : event.key
    const id = node.folder.id
    if (key === 'ArrowDown') focus(shown[at + 1])
    else if (key === 'ArrowUp') focus(shown[at - 1])
    else if (key === 'Home') focus(shown[0])
    else if (key === 'End') focus(shown.at(-1))
    else if (key === 'ArrowRight' && node.children.length > 0) {
      if (open.has(id)) focus(node.children[0])
      else flip(id, true)
    } else if (key === 'ArrowLeft') {
      if (open.has(id)) flip(id, false)
      else focus(shown.find((one) => one.folder.id === node.folder.parent))
    } else if (key === 'Enter' || key === ' ') go(id)
    else return
    event.preventDefault()
  }

  const drop_handlers = (folder: Folder) => ({
    onDragOver: (event: DragEvent) => {
      const takes = has_assets(event.dataTransfer) ? folder.can.organise || folder.can.upload : event.dataTransfer.types.includes('Files') && folder.can.upload
      if (!takes) return
      event.preventDefault()
      event.stopPropagation()
      set_over(folder.id)
    },
    onDragLeave: () => set_over(null),
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      event.stopPropagation()
      set_over(null)
      const assets = dropped_assets(event.dataTransfer)
      if (assets) void move_assets(assets, { folder: folder.id, name: folder.name })
      else on_files(folder.id, event.dataTransfer)
    },
  })

  return (
    <ul role="tree" aria-label={t('folder.tree')} ref={box} className={styles['tree']} onKeyDown={on_key_down}>
      {shown.map((node) => {
        const { folder } = node
        const has_children = node.children.length > 0
        return (
          <li
            key={folder.id}
            role="treeitem"
            aria-level={node.level}
            aria-posinset={node.position}
            aria-setsize={node.siblings}
            aria-expanded={has_children ? open.has(folder.id) : undefined}
            aria-selected={folder.id === current}
            aria-current={folder.id === current ? 'page' : undefined}
            tabIndex={folder.id === active_id ? 0 : -1}
            data-folder={folder.id}
            className={class_names(styles['node'], folder.id === current && styles['current'], over === folder.id && styles['over'])}
            style={{ paddingInlineStart: 4 + (node.level - 1) * 16 }}
            onClick={() => go(folder.id)}
            onKeyDown={() => undefined}
            {...drop_handlers(folder)}
          >
            <span
              className={class_names(styles['twist'], open.has(folder.id) && styles['twisted'])}
              aria-hidden="true"
              onClick={(event) => {
                if (!has_children) return
                event.stopPropagation()
                flip(folder.id, !open.has(folder.id))
              }}
            >
              {has_children && <Icon name="chevron_right" />}
            </span>
            <Icon name="folder" />
            <bdi className={styles['name']}>{folder.name}</bdi>
            {folder.access?.in_force === 'locked' && <Icon name="lock" className={styles['rule']} />}
          </li>
        )
      })}
    </ul>
  )
}
