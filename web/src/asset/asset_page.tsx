// One asset on a page of its own: the picture on a stage, everything else beside it, and the way to the next one.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useMe } from '@/app/session'
import { announce } from '@/app/live'
import { OnceWanted, piece } from '@/app/piece'
import { useShortcut } from '@/app/shortcuts'
import { usePageTitle } from '@/app/title'
import { put_in } from '@/downloads/basket'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { number_text, t } from '@/i18n'
import { last_wall } from '@/library/last_wall'
import { asset_query, k_window, window_query } from '@/library/queries'
import { ask_for } from '@/requests/ask_for'
import { button_class, class_names, Icon, IconButton, Menu, MenuChoice } from '@/ui'
import { keep_ground, kept_ground, type Ground } from './ground'
import { Inspector } from './inspector'
import { can_zoom } from './looking'
import { Preview } from './preview'
import type { ZoomBegin } from './zoom'
import styles from './asset.module.css'

const Zoom = piece(() => import('./zoom'), 'Zoom')

export function AssetPage() {
  const { asset: id } = useParams({ from: '/inside/a/$asset' })
  const { tab } = useSearch({ from: '/inside/a/$asset' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const me = useMe()
  const asset = useQuery(asset_query(id))
  const [stage, set_stage] = useState(kept_ground)
  const [zoom, set_zoom] = useState<ZoomBegin | null>(null)
  usePageTitle(asset.data?.name)

  const wall = last_wall()
  const place = wall && wall.id === id ? wall : null
  /** The library that leads back, also from what is gone. */
  const home = asset.data?.library ?? place?.scope.library
  async function go(step: 1 | -1) {
    if (!place) return
    const index = place.index + step
    if (index < 0 || index >= place.total) return
    const window = await queries.fetchQuery(window_query(place.scope, Math.floor(index / k_window)))
    const row = window.items[index % k_window]
    if (!row) return
    last_wall({ ...place, id: row.id, index })
    announce(t('asset.now_at', { name: row.name, position: index + 1, total: place.total }))
    await navigate({ to: '/a/$asset', params: { asset: row.id }, search: (before) => before, replace: true })
  }
  const back = () => {
    if (place) void navigate({ to: place.scope.folder ? '/l/$library/f/$folder' : '/l/$library', params: { library: place.scope.library, folder: place.scope.folder ?? '' }, search: { ...place.search, asset: id } })
    else if (asset.data) void navigate({ to: '/l/$library', params: { library: asset.data.library }, search: { asset: id } })
    else void navigate({ to: '/' })
  }
  useShortcut('next', place ? () => void go(1) : null)
  useShortcut('previous', place ? () => void go(-1) : null)
  const is_close = asset.data !== undefined && can_zoom(asset.data)
  useShortcut('zoom_in', is_close ? () => set_zoom('in') : null)
  useShortcut('zoom_full', is_close ? () => set_zoom('full') : null)
  useShortcut('download', asset.data ? () => asset.data && download([wanted_original(asset.data)]) : null)
  useShortcut('request', asset.data?.download.can_request ? () => asset.data && ask_for([asset.data]) : null)
  useShortcut('basket', asset.data ? () => asset.data && put_in(me.id, [asset.data]) : null)

  // Escape goes back wherever the focus is, unless something in front takes it.
  const go_back = useRef(back)
  useEffect(() => {
    go_back.current = back
  })
  useEffect(() => {
    const on_key = (event: KeyboardEvent) => {
      const is_taken = event.defaultPrevented || document.querySelector('[data-in-front],[role=listbox]') !== null
      if (event.key === 'Escape' && !is_taken) go_back.current()
    }
    document.addEventListener('keydown', on_key)
    return () => document.removeEventListener('keydown', on_key)
  }, [])
  const is_there = asset.data !== undefined
  useEffect(() => {
    if (is_there && document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true })
  }, [is_there])

  return (
    <div className={class_names(styles['page'], asset.isError && styles['alone'])}>
      <div className={styles['bar']}>
        {home !== undefined ? (
          <Link to={place?.scope.folder ? '/l/$library/f/$folder' : '/l/$library'} params={{ library: home, folder: place?.scope.folder ?? '' }} search={{ ...place?.search, asset: id }} className={button_class({ kind: 'quiet' })}>
            <Icon name="arrow_left" size={20} /> {t('asset.back')}
          </Link>
        ) : (
          <Link to="/" className={button_class({ kind: 'quiet' })}>
            <Icon name="arrow_left" size={20} /> {t('home.title')}
          </Link>
        )}
        <div className={styles['bar_end']}>
          {place && (
            <>
              <span className={styles['position']}>{t('asset.position', { position: number_text(place.index + 1), total: number_text(place.total) })}</span>
              <IconButton icon="chevron_left" label={t('keys.previous')} keys="k" disabled={place.index === 0} onClick={() => void go(-1)} />
              <IconButton icon="chevron_right" label={t('keys.next')} keys="j" disabled={place.index + 1 >= place.total} onClick={() => void go(1)} />
            </>
          )}
          {!asset.isError && (
            <Menu trigger={<IconButton icon="half" label={t('asset.stage')} />}>
              <MenuChoice<Ground>
                label={t('asset.stage')}
                value={stage}
                on_change={(value) => {
                  keep_ground(value)
                  set_stage(value)
                }}
                items={[
                  { value: 'wall', text: t('asset.stage_wall') },
                  { value: 'white', text: t('asset.stage_white') },
                  { value: 'grey', text: t('asset.stage_grey') },
                  { value: 'black', text: t('asset.stage_black') },
                ]}
              />
            </Menu>
          )}
        </div>
      </div>
      {!asset.isError && <div className={class_names(styles['stage'], stage !== 'wall' && styles[`stage_${stage}`])}>{asset.data && <Preview asset={asset.data} on_stage on_zoom={() => set_zoom('fit')} />}</div>}
      <div className={styles['aside']}>
        <Inspector id={id} tab={tab ?? 'details'} on_tab={(now) => void navigate({ to: '.', search: { tab: now }, replace: true })} on_page heading="h1" />
      </div>
      <OnceWanted wanted={zoom !== null}>
        {zoom && <Zoom id={id} begin={zoom} on_close={() => set_zoom(null)} place={place ? { position: place.index + 1, total: place.total } : undefined} on_step={(step) => void go(step)} />}
      </OnceWanted>
    </div>
  )
}
