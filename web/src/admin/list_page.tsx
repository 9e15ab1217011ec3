// The frame of the three lists: search, rows, more rows, and what stands there instead.
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Refused } from '@/api/client'
import { LoadMore, Page, page_styles } from '@/app/page'
import { t } from '@/i18n'
import { Button, EmptyState, ProblemState, Skeleton, Table, TextField, type Column, type IconName } from '@/ui'

interface Paged<Row> {
  pages: { items: Row[] }[]
}

export interface ListPageProps<Row> {
  title: string
  icon: IconName
  empty: string
  empty_more: string
  query: UseInfiniteQueryResult<Paged<Row>>
  q: string
  on_q: (q: string) => void
  columns: Column<Row>[]
  id_of: (row: Row) => string
  actions: ReactNode
}

export function ListPage<Row>({ title, icon, empty, empty_more, query, q, on_q, columns, id_of, actions }: ListPageProps<Row>) {
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  const is_denied = query.error instanceof Refused && query.error.status === 403
  return (
    <Page title={title} wide actions={!is_denied && actions}>
      {is_denied ? (
        <EmptyState icon="lock" title={t('admin.denied')} text={query.error?.message} />
      ) : (
        <>
          <div className={page_styles['find']}>
            <TextField label={t('admin.find')} label_hidden placeholder={t('admin.find')} type="search" value={q} on_change={on_q} autoComplete="off" />
          </div>
          {query.isPending && <Skeleton lines={6} />}
          {query.isError && <ProblemState error={query.error} on_retry={() => void query.refetch()} />}
          {query.data && rows.length === 0 && (q ? <EmptyState icon="search" title={t('admin.no_match', { text: q })} action={<Button onClick={() => on_q('')}>{t('library.clear_search')}</Button>} /> : <EmptyState icon={icon} title={empty} text={empty_more} />)}
          {rows.length > 0 && <Table caption={title} rows={rows} id_of={id_of} columns={columns} />}
          <LoadMore list={query} />
        </>
      )}
    </Page>
  )
}
