import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Refused, type Asset } from '@/api/client'
import { useMe } from '@/app/session'
import { Thumbnail } from '@/asset/thumbnail'
import { size_text, t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { badge_of, state_of } from '@/library/tile_state'
import { ask_for } from '@/requests/ask_for'
import { Button, EmptyState, IconButton, Sheet, Skeleton, StateBadge } from '@/ui'
import { empty_basket, take_out, useBasket, type Kept } from './basket'
import { download } from './download'
import { sort_shut, sort_wanted, wanted_original, type Wanted } from './wanted'
import styles from './downloads.module.css'

interface Seen {
  kept: Kept
  asset: Asset | undefined
  is_gone: boolean
}

export function BasketSheet({ open, on_close }: { open: boolean; on_close: () => void }) {
  return (
    <Sheet open={open} on_close={on_close} title={t('basket.title')} actions={open ? <Actions /> : undefined}>
      {open && <Contents on_close={on_close} />}
    </Sheet>
  )
}

function useContents(): Seen[] {
  const me = useMe()
  const { kept } = useBasket(me.id)
  const answers = useQueries({ queries: kept.map((one) => ({ ...asset_query(one.id), retry: false })) })
  return kept.map((one, index) => {
    const answer = answers[index]
    const is_gone = answer?.error instanceof Refused && answer.error.status === 404
    return { kept: one, asset: answer?.data, is_gone }
  })
}

function Actions() {
  const me = useMe()
  const contents = useContents()
  const assets = contents.flatMap((one) => (one.asset ? [one.asset] : []))
  const sorted = sort_wanted(assets.map(wanted_original))
  const takeable = [...sorted.free, ...sorted.asking]
  const { not_asked } = sort_shut(sorted.shut)
  if (contents.length === 0) return null
  return (
    <>
      <Button kind="quiet" onClick={() => empty_basket(me.id)}>
        {t('basket.empty_it')}
      </Button>
      {not_asked.length > 0 && (
        <Button icon="pass" onClick={() => ask_for(not_asked.map(({ asset, name }) => ({ id: asset, name })))}>
          {t('bulk.request', { count: not_asked.length })}
        </Button>
      )}
      <Button kind="primary" icon="download" disabled={takeable.length === 0} onClick={() => download(takeable)}>
        {t('basket.download', { count: takeable.length })}
      </Button>
    </>
  )
}

function Contents({ on_close }: { on_close: () => void }) {
  const me = useMe()
  const contents = useContents()
  if (contents.length === 0) return <EmptyState icon="basket" title={t('basket.nothing')} text={t('basket.nothing_more')} />
  const is_reading = contents.some((one) => !one.asset && !one.is_gone)
  const shut = sort_shut(sort_wanted(contents.flatMap((one) => (one.asset ? [wanted_original(one.asset)] : []))).shut)
  const among = (wanted: Wanted[]) => contents.filter((one) => wanted.some((other) => other.asset === one.kept.id))
  const groups: { title: string; of: Seen[] }[] = [
    { title: t('basket.ready'), of: contents.filter((one) => one.asset?.can.download) },
    { title: t('basket.asks'), of: contents.filter((one) => one.asset && sort_wanted([wanted_original(one.asset)]).asking.length > 0) },
    { title: t('download.not_asked'), of: among(shut.not_asked) },
    { title: t('download.waiting'), of: among(shut.waiting) },
    { title: t('download.rejected'), of: among(shut.rejected) },
    { title: t('basket.shut'), of: among(shut.refused) },
    { title: t('basket.gone'), of: contents.filter((one) => one.is_gone) },
  ]
  return (
    <>
      {is_reading && <Skeleton lines={3} />}
      {groups
        .filter((group) => group.of.length > 0)
        .map((group) => (
          <section key={group.title} className={styles['group']}>
            <h3>
              {group.title} <span className={styles['quiet']}>{group.of.length}</span>
            </h3>
            <ul className={styles['kept']}>
              {group.of.map((one) => (
                <li key={one.kept.id}>
                  {one.asset ? <Thumbnail asset={one.asset} /> : <span className={styles['hole']} />}
                  <div className={styles['texts']}>
                    {one.asset ? (
                      <Link to="/a/$asset" params={{ asset: one.kept.id }} onClick={on_close} className={styles['link']}>
                        <bdi>{one.asset.name}</bdi>
                      </Link>
                    ) : (
                      <bdi>{one.kept.name}</bdi>
                    )}
                    {one.asset && <Line asset={one.asset} />}
                  </div>
                  <IconButton icon="close" compact label={t('ui.remove_named', { name: one.kept.name })} onClick={() => take_out(me.id, one.kept.id)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </>
  )
}

function Line({ asset }: { asset: Asset }) {
  const badge = badge_of(state_of(asset, Date.now()), asset)
  return badge ? (
    <StateBadge tone={badge.tone} icon={badge.icon}>
      {badge.text}
    </StateBadge>
  ) : (
    <span className={styles['quiet']}>{size_text(asset.size)}</span>
  )
}
