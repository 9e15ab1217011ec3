// What stands where tiles would, and what stands in the panel while no asset does.
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { Folder, Library } from '@/api/client'
import { number_text, t } from '@/i18n'
import { Button, button_class, EmptyState, Icon } from '@/ui'
import { folders_query } from './queries'
import { RecentChanges } from './recent_changes'
import type { LibrarySearch } from './search'
import styles from './library.module.css'

export function NothingHere({ q, library, folder, on_clear, on_upload }: { q: string; library: Library; folder: Folder | undefined; on_clear: () => void; on_upload: (() => void) | undefined }) {
  const folders = useQuery(folders_query(library.id))
  const search: LibrarySearch = useSearch({ strict: false })
  const inside = folder ? (folders.data ?? []).filter((one) => one.parent === folder.id) : []
  if (inside.length > 0 && !q)
    return (
      <EmptyState
        icon="folder"
        title={t('library.only_folders')}
        text={on_upload ? t('library.empty_drop') : undefined}
        action={
          <ul className={styles['inside']}>
            {inside.map((one) => (
              <li key={one.id}>
                <Link to="/l/$library/f/$folder" params={{ library: library.id, folder: one.id }} search={{ size: search.size, fit: search.fit, sort: search.sort, panel: search.panel }} className={button_class({ kind: 'plain' })}>
                  <Icon name="folder" /> <bdi>{one.name}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        }
      />
    )
  if (q) return <EmptyState icon="search" title={t('library.no_match', { text: q })} text={t('library.no_match_more')} action={<Button onClick={on_clear}>{t('library.clear_search')}</Button>} />
  return (
    <EmptyState
      icon={folder ? 'folder' : 'image'}
      title={folder ? t('library.empty_folder') : t('library.empty')}
      text={on_upload ? t('library.empty_drop') : t('library.empty_wait')}
      action={
        on_upload && (
          <Button kind="primary" icon="upload" onClick={on_upload}>
            {t('upload.button')}
          </Button>
        )
      }
    />
  )
}

export function Summary({ library, folder, total, q }: { library: Library; folder: Folder | undefined; total: number | undefined; q: string }) {
  const folders = useQuery(folders_query(library.id))
  const inside = (folders.data ?? []).filter((one) => (folder ? one.parent === folder.id : one.parent === null))
  return (
    <div className={styles['summary']}>
      <Icon name={folder ? 'folder' : 'library'} size={32} />
      <h2>
        <bdi>{folder?.name ?? library.name}</bdi>
      </h2>
      <p className={styles['quiet']}>
        {q ? total !== undefined && t('library.names_hold', { count: total, text: q }) : [t(`kind.${library.kind}`), total === undefined ? '' : t('library.assets', { count: total, shown: number_text(total) }), inside.length > 0 ? t('library.folders', { count: inside.length }) : ''].filter(Boolean).join(' · ')}
      </p>
      <p className={styles['quiet']}>{t('library.panel_hint')}</p>
      <RecentChanges library={library.id} />
    </div>
  )
}
