// The bin of a library: what was deleted and can still be taken out again.
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, Refused, take } from '@/api/client'
import type { components } from '@/api/schema'
import { LoadMore, Page, page_styles as styles } from '@/app/page'
import { ago_text, moment_text, size_text, t } from '@/i18n'
import { Button, EmptyState, Icon, ProblemState, Skeleton, Table } from '@/ui'
import { restore_assets } from './moving'
import { folders_query, library_query } from './queries'

type AssetInBin = components['schemas']['AssetInBin']

const bin_query = (library: string) =>
  infiniteQueryOptions({
    queryKey: ['bin', library],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/bin', { params: { query: { library, limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (last: { next: string | null }) => last.next,
  })

export function BinPage() {
  const { library: id } = useParams({ from: '/inside/l/$library/bin' })
  const library = useQuery(library_query(id))
  const folders = useQuery(folders_query(id))
  const bin = useInfiniteQuery(bin_query(id))
  const [busy, set_busy] = useState<ReadonlySet<string>>(new Set())
  const rows = bin.data?.pages.flatMap((page) => page.items) ?? []
  const is_gone = bin.error instanceof Refused && bin.error.status === 404
  async function restore(which: AssetInBin[]) {
    set_busy(new Set(which.map((one) => one.id)))
    await restore_assets(which.map((one) => one.id))
    set_busy(new Set())
    void bin.refetch()
  }
  const above = library.data && (
    <Link to="/l/$library" params={{ library: id }}>
      <Icon name="arrow_left" /> <bdi>{library.data.name}</bdi>
    </Link>
  )
  const all = rows.length > 1 && (
    <Button icon="undo" busy={busy.size > 1} onClick={() => void restore(rows)}>
      {t('bin.restore_all', { count: rows.length })}
    </Button>
  )
  return (
    <Page title={t('bin.title')} above={above} actions={all} wide>
      <p className={styles['quiet']}>{t('bin.more')}</p>
      {bin.isPending && <Skeleton lines={6} />}
      {bin.isError && (is_gone ? <EmptyState icon="eye_off" title={t('library.gone')} text={t('library.gone_more')} /> : <ProblemState error={bin.error} on_retry={() => void bin.refetch()} />)}
      {bin.data && rows.length === 0 && <EmptyState icon="bin" title={t('bin.empty')} text={t('bin.empty_more')} />}
      {rows.length > 0 && (
        <Table<AssetInBin>
          caption={t('bin.title')}
          rows={rows}
          id_of={(one) => one.id}
          columns={[
            { id: 'name', title: t('asset.name'), is_name: true, cell: (one) => <bdi>{one.name}</bdi> },
            { id: 'folder', title: t('asset.folder'), cell: (one) => <bdi>{folders.data?.find((other) => other.id === one.folder)?.name ?? t('bin.no_folder')}</bdi> },
            { id: 'size', title: t('asset.size'), cell: (one) => size_text(one.size) },
            { id: 'when', title: t('bin.deleted'), cell: (one) => <span title={moment_text(one.deleted_at)}>{ago_text(one.deleted_at)}</span> },
            {
              id: 'restore',
              title: t('bin.restore'),
              title_hidden: true,
              narrow: true,
              cell: (one) => (
                <Button compact icon="undo" busy={busy.has(one.id)} onClick={() => void restore([one])}>
                  {t('bin.restore')}
                  <span className="visually-hidden"> {one.name}</span>
                </Button>
              ),
            },
          ]}
        />
      )}
      <LoadMore list={bin} />
    </Page>
  )
}
