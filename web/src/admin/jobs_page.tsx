// Pictures that could not be made, or still wait: what went wrong in words, and the way to try again.
import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api, Refused, take } from '@/api/client'
import type { components } from '@/api/schema'
import { problem_text } from '@/api/problem_text'
import { LoadMore, Page, page_styles as styles } from '@/app/page'
import { ago_text, t } from '@/i18n'
import { Button, EmptyState, ProblemState, say_done, say_wrong, Segmented, Skeleton, StateBadge, Table } from '@/ui'

type Job = components['schemas']['Job']
export type JobState = components['schemas']['JobState']

const jobs_query = (status: JobState) =>
  infiniteQueryOptions({
    queryKey: ['jobs', status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/jobs', { params: { query: { status, ...(pageParam ? { cursor: pageParam } : {}) } }, signal })),
    getNextPageParam: (last: { next: string | null }) => last.next,
  })

export function JobsPage() {
  const { status = 'failed' } = useSearch({ from: '/inside/admin/jobs' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const jobs = useInfiniteQuery(jobs_query(status))
  const [busy, set_busy] = useState<ReadonlySet<string>>(new Set())
  const rows = jobs.data?.pages.flatMap((page) => page.items) ?? []
  const is_denied = jobs.error instanceof Refused && jobs.error.status === 403
  async function retry(which: Job[]) {
    set_busy(new Set(which.map((one) => one.id)))
    let begun = 0
    for (const one of which) {
      try {
        await take(api.POST('/api/jobs/{id}/retry', { params: { path: { id: one.id } } }))
        begun++
      } catch (error) {
        say_wrong(problem_text(error).detail)
        break
      }
    }
    if (begun > 0) say_done(t('jobs.begun', { count: begun }))
    set_busy(new Set())
    void queries.invalidateQueries({ queryKey: ['jobs'] })
  }
  const all = status === 'failed' && rows.length > 1 && (
    <Button icon="retry" busy={busy.size > 1} onClick={() => void retry(rows)}>
      {t('jobs.retry_all', { count: rows.length })}
    </Button>
  )
  return (
    <Page title={t('jobs.title')} wide actions={all}>
      {is_denied ? (
        <EmptyState icon="lock" title={t('admin.denied')} text={jobs.error?.message} />
      ) : (
        <>
          <div className={styles['choice']}>
            <Segmented<JobState>
              label={t('jobs.state')}
              label_hidden
              value={status}
              on_change={(now) => void navigate({ to: '/admin/jobs', search: now === 'failed' ? {} : { status: now }, replace: true })}
              items={[
                { value: 'failed', text: t('jobs.failed') },
                { value: 'waiting', text: t('jobs.waiting') },
              ]}
            />
          </div>
          {jobs.isPending && <Skeleton lines={6} />}
          {jobs.isError && <ProblemState error={jobs.error} on_retry={() => void jobs.refetch()} />}
          {jobs.data && rows.length === 0 && <EmptyState icon="check" title={status === 'failed' ? t('jobs.none_failed') : t('jobs.none_waiting')} text={t('jobs.none_more')} />}
          {rows.length > 0 && (
            <Table<Job>
              caption={t('jobs.title')}
              rows={rows}
              id_of={(one) => one.id}
              columns={[
                { id: 'what', title: t('jobs.asset'), is_name: true, cell: (one) => <Assets job={one} /> },
                { id: 'kind', title: t('jobs.kind'), cell: (one) => t(`jobs.${one.kind}`) },
                {
                  id: 'why',
                  title: t('jobs.why'),
                  cell: (one) => (
                    <>
                      {one.text || t('jobs.in_line')}
                      {one.detail && <span className={styles['second']}>{one.detail}</span>}
                    </>
                  ),
                },
                { id: 'tries', title: t('jobs.attempts'), cell: (one) => <StateBadge tone={one.status === 'failed' ? 'brick' : 'slate'}>{t('jobs.tries', { count: one.attempts })}</StateBadge> },
                { id: 'when', title: t('jobs.when'), cell: (one) => ago_text(one.changed_at) },
                {
                  id: 'retry',
                  title: t('ui.retry'),
                  title_hidden: true,
                  narrow: true,
                  cell: (one) => (
                    <Button compact icon="retry" busy={busy.has(one.id)} onClick={() => void retry([one])}>
                      {t('ui.retry')}
                      <span className="visually-hidden"> {one.assets[0]?.name}</span>
                    </Button>
                  ),
                },
              ]}
            />
          )}
          <LoadMore list={jobs} />
        </>
      )}
    </Page>
  )
}

function Assets({ job }: { job: Job }) {
  const first = job.assets[0]
  if (!first) return t('jobs.no_asset')
  return (
    <>
      <Link to="/a/$asset" params={{ asset: first.id }} className={styles['name_link']}>
        <bdi>{first.name}</bdi>
      </Link>
      {job.assets.length > 1 && <span className={styles['second']}>{t('jobs.and_more', { count: job.assets.length - 1 })}</span>}
    </>
  )
}
