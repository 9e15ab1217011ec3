// The dashboard of requests: for those who decide what waits for them, for everybody what they asked for themselves.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Page } from '@/app/page'
import { useMe } from '@/app/session'
import { t } from '@/i18n'
import { libraries_query } from '@/library/queries'
import { Select, TextField } from '@/ui'
import type { RequestKind } from './calls'
import { RequestList, type ListTab } from './request_list'
import { useIsReviewer } from './reviewer'
import { StandingIn } from './substitutes'
import type { RequestsSearch } from './search'
import styles from './requests.module.css'

const k_reviewer_tabs = ['waiting', 'pending', 'approved', 'rejected', 'ended'] as const
const k_own_tabs = ['pending', 'approved', 'rejected', 'ended'] as const

export function RequestsPage() {
  const me = useMe()
  const search: RequestsSearch = useSearch({ strict: false })
  const { id } = useParams({ strict: false }) as { id?: string }
  const navigate = useNavigate()
  const is_reviewer = useIsReviewer()
  const libraries = useQuery(libraries_query)
  const is_mine = search.mine === true || !is_reviewer
  const tab: ListTab = search.list && (search.list !== 'waiting' || !is_mine) ? search.list : is_mine ? 'pending' : 'waiting'
  const set = (change: RequestsSearch) => void navigate({ to: '/requests', search: { ...search, ...change }, replace: true })
  const open = (request: string | undefined) => void (request ? navigate({ to: '/requests/$id', params: { id: request }, search }) : navigate({ to: '/requests', search }))
  const filters = (
    <div className={styles['filters']}>
      {!is_mine && <Find text={search.q ?? ''} on_text={(q) => set({ q: q || undefined })} />}
      <Select<RequestKind | ''>
        label={t('requests.kind')}
        label_hidden
        value={search.kind ?? ''}
        on_change={(kind) => set({ kind: kind === '' ? undefined : kind })}
        items={[
          { value: '', text: t('requests.any_kind') },
          { value: 'download', text: t('requests.kind_download') },
          { value: 'access', text: t('requests.kind_access') },
        ]}
      />
      {(libraries.data?.length ?? 0) > 1 && <Select label={t('requests.library')} label_hidden value={search.library ?? ''} on_change={(library) => set({ library: library === '' ? undefined : library })} items={[{ value: '', text: t('requests.any_library') }, ...(libraries.data ?? []).map((one) => ({ value: one.id, text: one.name }))]} />}
    </div>
  )
  return (
    <Page title={is_mine ? t('requests.mine') : t('requests.title')} wide>
      {!is_mine && <StandingIn />}
      <RequestList
        key={`${me.id}/${is_mine}`}
        caption={is_mine ? t('requests.mine') : t('requests.title')}
        filter={{ seat: is_mine ? 'mine' : 'any', kind: search.kind, library: search.library, q: search.q }}
        tabs={is_mine ? k_own_tabs : k_reviewer_tabs}
        tab={tab}
        on_tab={(now) => set({ list: now })}
        opened={id}
        on_open={open}
        filters={filters}
        {...(is_mine ? { without: ['requester'] as const } : {})}
      />
    </Page>
  )
}

/** Asks a moment after the last key. */
function Find({ text, on_text }: { text: string; on_text: (text: string) => void }) {
  const [typed, set_typed] = useState(text)
  useEffect(() => {
    if (typed.trim() === text) return
    const timer = setTimeout(() => on_text(typed.trim()), 250)
    return () => clearTimeout(timer)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- on_text is another one each time
  }, [typed, text])
  return <TextField label={t('requests.find')} label_hidden placeholder={t('requests.find')} type="search" value={typed} on_change={set_typed} autoComplete="off" />
}
