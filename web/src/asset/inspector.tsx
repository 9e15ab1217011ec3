import { useQuery } from '@tanstack/react-query'
import { Suspense, useState, type ReactNode } from 'react'
import { Refused, type Asset } from '@/api/client'
import { piece } from '@/app/piece'
import { useMe } from '@/app/session'
import { put_in, take_out, useBasket } from '@/downloads/basket'
import { download } from '@/downloads/download'
import { sort_wanted, wanted_original } from '@/downloads/wanted'
import { size_text, t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { badge_of, is_about_request, state_of } from '@/library/tile_state'
import { ask_for } from '@/requests/ask_for'
import { Button, EmptyState, IconButton, ProblemState, Skeleton, StateBadge, Tabs } from '@/ui'
import type { AssetTab } from './asset_tabs'
import { useAssetChange } from './change'
import { Details } from './details'
import { InlineEdit } from './inline_edit'
import { Preview } from './preview'
import styles from './asset.module.css'

const Files = piece(() => import('./files'), 'Files')
const Permissions = piece(() => import('./permissions'), 'Permissions')
const OwnRequest = piece(() => import('@/requests/own_request'), 'OwnRequest')
const WhyDialog = piece(() => import('./why'), 'WhyDialog')

export interface InspectorProps {
  id: string
  tab: AssetTab
  on_tab: (tab: AssetTab) => void
  /** The full page shows the picture itself, and names the asset in its h1. */
  on_page?: boolean
  heading?: 'h1' | 'h2'
  /** Shows its picture closely. */
  on_zoom?: (() => void) | undefined
}

export function Inspector({ id, tab, on_tab, on_page = false, heading: Heading = 'h2', on_zoom }: InspectorProps) {
  const asset = useQuery(asset_query(id))
  if (asset.isPending) return <Skeleton lines={6} />
  if (asset.isError) {
    if (asset.error instanceof Refused && asset.error.status === 404)
      return (
        <>
          <Heading className="visually-hidden">{t('asset.gone')}</Heading>
          <EmptyState icon="eye_off" title={t('asset.gone')} text={t('asset.gone_more')} />
        </>
      )
    return (
      <>
        <Heading className="visually-hidden">{t('asset.not_shown')}</Heading>
        <ProblemState error={asset.error} on_retry={() => void asset.refetch()} />
      </>
    )
  }
  /** On a page of its own the parts of a tab are a level below its name. */
  const tab_content = (name: string, content: ReactNode) => (
    <>
      {Heading === 'h1' && <h2 className="visually-hidden">{name}</h2>}
      <Suspense fallback={<Skeleton lines={4} />}>{content}</Suspense>
    </>
  )
  return (
    <div className={styles['inspector']} key={id}>
      {!on_page && <Preview asset={asset.data} on_zoom={on_zoom} />}
      <Head asset={asset.data} heading={Heading} />
      <Tabs
        label={t('asset.tabs')}
        value={tab}
        on_change={on_tab}
        tabs={[
          { value: 'details', text: t('asset.tab_details'), content: tab_content(t('asset.tab_details'), <Details asset={asset.data} />) },
          { value: 'files', text: t('asset.tab_files'), content: tab_content(t('asset.tab_files'), <Files asset={asset.data} />) },
          { value: 'permissions', text: t('asset.tab_permissions'), content: tab_content(t('asset.tab_permissions'), <Permissions asset={asset.data} />) },
        ]}
      />
    </div>
  )
}

function Head({ asset, heading: Heading }: { asset: Asset; heading: 'h1' | 'h2' }) {
  const change = useAssetChange(asset)
  const badge = badge_of(state_of(asset, Date.now()), asset)
  return (
    <header className={styles['head']}>
      <InlineEdit label={t('asset.name')} value={asset.name} can_edit={asset.can.organise} large on_save={(name) => change.mutateAsync({ name })}>
        <Heading className={styles['title']} tabIndex={-1}>
          <bdi>{asset.name}</bdi>
        </Heading>
      </InlineEdit>
      {badge && (
        <div>
          <StateBadge tone={badge.tone} icon={badge.icon}>
            {badge.text}
          </StateBadge>
        </div>
      )}
      <Taking asset={asset} />
    </header>
  )
}

/** The one thing that most people came for, by the state of the asset. */
function Taking({ asset }: { asset: Asset }) {
  const me = useMe()
  const basket = useBasket(me.id)
  const [asks_why, set_asks_why] = useState(false)
  const wanted = wanted_original(asset)
  const sorted = sort_wanted([wanted])
  const in_basket = basket.ids.has(asset.id)
  const state = state_of(asset, Date.now())
  if (sorted.shut.length > 0) {
    return (
      <div className={styles['shut']}>
        <ul className={styles['why_lines']}>
          {asset.why.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Suspense>{is_about_request(state) && <OwnRequest asset={asset.id} taking={null} />}</Suspense>
        <div className={styles['taking']}>
          {state === 'locked' && asset.download.can_request && (
            <Button kind="primary" icon="pass" wide aria-keyshortcuts="r" onClick={() => ask_for([asset])}>
              {asset.download.needs.includes('access_grant') ? t('ask.title_access') : t('ask.title_download')}
            </Button>
          )}
          <Button icon="question" onClick={() => set_asks_why(true)}>
            {t('why.ask')}
          </Button>
        </div>
        <Suspense>{asks_why && <WhyDialog asset={asset} action="download" on_close={() => set_asks_why(false)} />}</Suspense>
      </div>
    )
  }
  if (state === 'pass') {
    const plain = (
      <div className={styles['taking']}>
        <Button compact icon="download" onClick={() => download([wanted])}>
          {t('asset.download')}
        </Button>
      </div>
    )
    return (
      <Suspense fallback={plain}>
        <OwnRequest asset={asset.id} taking={plain} />
      </Suspense>
    )
  }
  return (
    <div className={styles['taking']}>
      <Button kind="primary" icon="download" wide onClick={() => download([wanted])}>
        {t('asset.download_size', { size: size_text(asset.size) })}
      </Button>
      <IconButton
        kind="plain"
        icon={in_basket ? 'basket_in' : 'basket'}
        label={in_basket ? t('basket.take_out') : t('basket.put_in')}
        aria-pressed={in_basket}
        onClick={() => (in_basket ? take_out(me.id, asset.id) : put_in(me.id, [asset]))}
      />
    </div>
  )
}
