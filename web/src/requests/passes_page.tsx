// My passes: what somebody may take or do because they were allowed to, until when; and what has ended.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Page, page_styles } from '@/app/page'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { Button, button_class, EmptyState, ProblemState, Skeleton } from '@/ui'
import { requests_query, type Request } from './calls'
import { ask_for } from './ask_for'
import { is_in_force } from './model'
import { PassOf } from './pass_of'
import { useNow } from './use_now'
import styles from './requests.module.css'

export function PassesPage() {
  const running = useInfiniteQuery(requests_query({ seat: 'mine', status: ['approved', 'auto_approved'] }))
  const ended = useInfiniteQuery(requests_query({ seat: 'mine', status: ['expired', 'revoked'] }))
  const passes = running.data?.pages.flatMap((page) => page.items) ?? []
  const over = ended.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title={t('pass.mine')}
      wide
      actions={
        <Link to="/requests" search={{ mine: true }} className={button_class()}>
          {t('requests.mine')}
        </Link>
      }
    >
      {running.isPending && <Skeleton lines={3} tall />}
      {running.isError && <ProblemState error={running.error} on_retry={() => void running.refetch()} />}
      {running.data && passes.length === 0 && <EmptyState icon="pass" title={t('pass.none')} text={t('pass.none_more')} />}
      <ul className={styles['passes']}>
        {passes.map((one) => (
          <li key={one.id}>
            <RunningPass pass={one} />
          </li>
        ))}
      </ul>
      <More query={running} />
      {over.length > 0 && (
        <section className={styles['list_part']}>
          <h2>{t('pass.ended')}</h2>
          <ul className={styles['passes']}>
            {over.map((one) => (
              <li key={one.id}>
                <PassOf request={one} over action={one.can.ask_again && <Button compact onClick={() => ask_for([{ id: one.asset, name: one.asset_name }])}>{t('requests.again')}</Button>} />
              </li>
            ))}
          </ul>
          <More query={ended} />
        </section>
      )}
    </Page>
  )
}

function More({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!query.hasNextPage) return null
  return (
    <div className={page_styles['more']}>
      <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('admin.load_more')}
      </Button>
    </div>
  )
}

function RunningPass({ pass }: { pass: Request }) {
  const queries = useQueryClient()
  const now = useNow(pass.valid_until)
  const holds_download = pass.kind === 'download' || pass.actions.includes('download')
  async function take() {
    const asset = await queries.fetchQuery({ ...asset_query(pass.asset), staleTime: 0 })
    download([wanted_original(asset)])
  }
  return (
    <PassOf
      request={pass}
      over={!is_in_force(pass, now)}
      action={
        holds_download ? (
          <Button compact icon="download" onClick={() => void take()}>
            {t('asset.download')}
            <span className="visually-hidden"> {pass.asset_name}</span>
          </Button>
        ) : undefined
      }
    />
  )
}
