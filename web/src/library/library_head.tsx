import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState, type RefObject } from 'react'
import type { Folder, Library } from '@/api/client'
import { useIsNarrow } from '@/app/width'
import { number_text, t, type Key } from '@/i18n'
import { Button, button_class, Icon, IconButton, Menu, MenuChoice, MenuItem, MenuLine } from '@/ui'
import { DeleteFolder, NewFolder, RenameFolder } from './folder_dialogs'
import type { TileSize } from './grid_math'
import { folders_query, k_sorts, type Sort } from './queries'
import type { LibrarySearch } from './search'
import { path_of } from './tree'
import styles from './library.module.css'

const k_sort_names: Record<Sort, Key> = { name: 'sort.name', '-name': 'sort.name_down', created: 'sort.oldest', '-created': 'sort.newest', size: 'sort.smallest', '-size': 'sort.largest' }

interface Props {
  library: Library
  folder: Folder | undefined
  heading: RefObject<HTMLHeadingElement | null>
  total: number | undefined
  search: LibrarySearch
  on_search: (change: LibrarySearch) => void
  is_narrow: boolean
  on_upload: (() => void) | undefined
  is_selecting: boolean
  on_selecting: (now: boolean) => void
}

const FolderRules = lazy(() => import('./folder_rules').then((piece) => ({ default: piece.FolderRules })))

type Open = 'new' | 'rename' | 'delete' | 'rules' | null

export function LibraryHead({ library, folder, heading, total, search, on_search, is_narrow, on_upload, is_selecting, on_selecting }: Props) {
  const folders = useQuery(folders_query(library.id))
  const [open, set_open] = useState<Open>(null)
  const is_phone = useIsNarrow(720)
  const navigate = useNavigate()
  const path = folder && folders.data ? path_of(folders.data, folder.id).slice(0, -1) : []
  const can_organise = folder ? folder.can.organise : library.can.organise
  const is_owner = library.can.protect
  const is_insider = library.can.organise || library.can.protect
  const keep = { size: search.size, fit: search.fit, sort: search.sort, panel: search.panel }
  return (
    <div className={styles['top']}>
      <div className={styles['title_row']}>
        <div className={styles['titles']}>
          {folder && (
            <nav aria-label={t('library.path')} className={styles['path']}>
              <Link to="/l/$library" params={{ library: library.id }} search={keep}>
                <bdi>{library.name}</bdi>
              </Link>
              {path.map((one) => (
                <span key={one.id}>
                  <Icon name="chevron_right" />
                  <Link to="/l/$library/f/$folder" params={{ library: library.id, folder: one.id }} search={keep}>
                    <bdi>{one.name}</bdi>
                  </Link>
                </span>
              ))}
            </nav>
          )}
          <h1 ref={heading} tabIndex={-1} className={styles['heading']}>
            <bdi>{folder?.name ?? library.name}</bdi>
            {total !== undefined && <span className={styles['count']}>{number_text(total)}<span className="visually-hidden"> {t('library.assets_word', { count: total })}</span></span>}
          </h1>
        </div>
        <div className={styles['tools']}>
          {on_upload && (
            <Button icon="upload" compact onClick={on_upload} aria-keyshortcuts="u">
              {t('upload.button')}
            </Button>
          )}
          {total !== undefined && total > 0 && (
            <span className={styles['by_touch']}>
              <Button compact kind={is_selecting ? 'primary' : 'plain'} icon="check" onClick={() => on_selecting(!is_selecting)}>
                {is_selecting ? t('ui.done') : t('selection.select')}
              </Button>
            </span>
          )}
          <Menu trigger={is_phone ? <IconButton icon="sort" label={t('sort.title')} /> : <Button kind="quiet" compact icon="sort">{t(k_sort_names[search.sort ?? 'name'])}</Button>}>
            <MenuChoice<Sort> label={t('sort.title')} value={search.sort ?? 'name'} on_change={(sort) => on_search({ sort: sort === 'name' ? undefined : sort })} items={k_sorts.map((value) => ({ value, text: t(k_sort_names[value]) }))} />
          </Menu>
          <Menu trigger={<IconButton icon="grid" label={t('view.title')} />}>
            <MenuChoice<TileSize>
              label={t('view.size')}
              value={search.size ?? 'm'}
              on_change={(size) => on_search({ size: size === 'm' ? undefined : size })}
              items={[
                { value: 's', text: t('view.small') },
                { value: 'm', text: t('view.middle') },
                { value: 'l', text: t('view.large') },
              ]}
            />
            <MenuLine />
            <MenuChoice<'cover' | 'contain'>
              label={t('view.fit')}
              value={search.fit ?? 'cover'}
              on_change={(fit) => on_search({ fit: fit === 'contain' ? fit : undefined })}
              items={[
                { value: 'cover', text: t('view.cover') },
                { value: 'contain', text: t('view.contain') },
              ]}
            />
          </Menu>
          {!is_narrow && <IconButton icon="panel" label={search.panel === 'off' ? t('library.show_panel') : t('library.hide_panel')} keys="i" aria-pressed={search.panel !== 'off'} onClick={() => on_search({ panel: search.panel === 'off' ? undefined : 'off' })} />}
          {(can_organise || is_owner || folder?.access) && (
            <Menu trigger={<IconButton icon="more" label={folder ? t('folder.more') : t('library.more')} />}>
              {can_organise && (
                <MenuItem icon="folder_add" on_choose={() => set_open('new')}>
                  {t('folder.new')}
                </MenuItem>
              )}
              {folder && can_organise && (
                <MenuItem icon="edit" on_choose={() => set_open('rename')}>
                  {t('folder.rename')}
                </MenuItem>
              )}
              {is_insider && is_phone && (
                <MenuItem icon="gear" on_choose={() => void navigate({ to: '/l/$library/usage', params: { library: library.id } })}>
                  {t('usage.title')}
                </MenuItem>
              )}
              {folder?.access && (
                <MenuItem icon="lock" on_choose={() => set_open('rules')}>
                  {t('folder.rules')}
                </MenuItem>
              )}
              {folder && can_organise && (
                <>
                  <MenuLine />
                  <MenuItem icon="bin" danger on_choose={() => set_open('delete')}>
                    {t('folder.delete')}
                  </MenuItem>
                </>
              )}
            </Menu>
          )}
          {is_insider && !is_phone && (
            <Link to="/l/$library/usage" params={{ library: library.id }} className={button_class({ kind: 'quiet' })} aria-label={t('usage.title')} title={t('usage.title')}>
              <Icon name="gear" size={20} />
            </Link>
          )}
        </div>
      </div>
      {(library.archived_at || search.q) && (
        <div className={styles['chips']}>
          {library.archived_at && <span className={styles['note']}><Icon name="archive" /> {t('library.is_archived')}</span>}
          {search.q && (
            <button type="button" className={styles['chip']} onClick={() => on_search({ q: undefined })}>
              {t('library.chip_name', { text: search.q })}
              <Icon name="close" />
              <span className="visually-hidden">{t('ui.remove')}</span>
            </button>
          )}
        </div>
      )}
      {open === 'new' && <NewFolder library={library.id} parent={folder ?? null} on_close={() => set_open(null)} />}
      {open === 'rename' && folder && <RenameFolder folder={folder} on_close={() => set_open(null)} />}
      {open === 'delete' && folder && <DeleteFolder folder={folder} on_close={() => set_open(null)} />}
      {open === 'rules' && folder && (
        <Suspense>
          <FolderRules folder={folder} on_close={() => set_open(null)} />
        </Suspense>
      )}
    </div>
  )
}
