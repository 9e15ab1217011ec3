// One picture in the whole window, as close as one likes: by wheel, fingers, buttons and keys. It shows what the preview
// route gives, with whatever the server has put on it, and never the original.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react'
import type { Asset } from '@/api/client'
import { number_text, t } from '@/i18n'
import { asset_query } from '@/library/queries'
import { Button, class_names, FullDialog, Icon, IconButton, ProblemState, Skeleton } from '@/ui'
import { kept_ground } from './ground'
import { StandIn } from './preview'
import { usePreviewSource } from './preview_source'
import { act_of, acted, fitted, held, is_beyond, pinched, scaled, moved, struck, wheel_factor, type Point, type Size, type View, type ZoomAct } from './zoom_view'
import asset_styles from './asset.module.css'
import styles from './zoom.module.css'

export type ZoomBegin = 'fit' | 'in' | 'full'

export interface ZoomProps {
  id: string
  /** How the first picture is shown; the next ones are seen whole. */
  begin: ZoomBegin
  on_close: () => void
  /** Where it stands among others, and the way to them. */
  place?: { position: number; total: number } | undefined
  on_step?: ((step: 1 | -1) => void) | undefined
}

/** What is wished for before the sizes are known, or the view itself. */
type Wish = ZoomBegin | View
interface Looked {
  of: string
  picture: Size | null
  wish: Wish
}
type Change = (view: View, picture: Size, stage: Size) => View

function view_of(wish: Wish, picture: Size, stage: Size): View {
  if (typeof wish !== 'string') return held(wish, picture, stage)
  return acted(wish, fitted(picture, stage), picture, stage)
}

function useLook(id: string, begin: ZoomBegin, stage: Size | null) {
  const [looked, set_looked] = useState<Looked>({ of: id, picture: null, wish: begin })
  if (looked.of !== id) set_looked({ of: id, picture: null, wish: 'fit' })
  const picture = looked.of === id ? looked.picture : null
  const view = picture && stage ? view_of(looked.wish, picture, stage) : null
  const change = (make: Change) => set_looked((before) => (before.picture && stage ? { ...before, wish: make(view_of(before.wish, before.picture, stage), before.picture, stage) } : before))
  const on_size = (size: Size) => set_looked((before) => ({ ...before, picture: size }))
  return { picture, view, change, on_size }
}

function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, set_size] = useState<Size | null>(null)
  useEffect(() => {
    if (!element.current) return
    const observer = new ResizeObserver(([entry]) => entry && set_size({ width: entry.contentRect.width, height: entry.contentRect.height }))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return size
}

/** A wheel scrolls the page unless it is told not to at once, which React's own listeners cannot do. */
function useWheel(element: RefObject<HTMLElement | null>, change: (make: Change) => void): void {
  const latest = useRef(change)
  useEffect(() => {
    latest.current = change
  })
  useEffect(() => {
    const stage = element.current
    if (!stage) return
    const on_wheel = (event: WheelEvent) => {
      event.preventDefault()
      const at = point_on(stage, event)
      latest.current((view, picture, room) => scaled(view, view.scale * wheel_factor(event), at, picture, room))
    }
    stage.addEventListener('wheel', on_wheel, { passive: false })
    return () => stage.removeEventListener('wheel', on_wheel)
  }, [element])
}

function point_on(stage: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): Point {
  const box = stage.getBoundingClientRect()
  return { x: clientX - box.left, y: clientY - box.top }
}

/** One pointer takes the picture along, two bring it closer. */
function usePointers(change: (make: Change) => void) {
  const down = useRef(new Map<number, Point>())
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      // A button on the stage is pressed, not dragged.
      if (event.button !== 0 || down.current.size === 2 || (event.target as Element).closest('button')) return
      event.currentTarget.setPointerCapture(event.pointerId)
      down.current.set(event.pointerId, point_on(event.currentTarget, event))
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const before = down.current.get(event.pointerId)
      if (!before) return
      const now = point_on(event.currentTarget, event)
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
      down.current.set(event.pointerId, now)
      change((view, picture, stage) => (other ? pinched(view, [before, other], [now, other], picture, stage) : moved(view, { x: now.x - before.x, y: now.y - before.y }, picture, stage)))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => void down.current.delete(event.pointerId),
    onPointerCancel: (event: PointerEvent<HTMLElement>) => void down.current.delete(event.pointerId),
  }
}

export function Zoom({ id, begin, on_close, place, on_step }: ZoomProps) {
  const asset = useQuery(asset_query(id))
  const stage = useRef<HTMLDivElement>(null)
  const act = useRef<(act: ZoomAct) => void>(() => undefined)
  const beyond = useRef(false)
  // Where it was opened may have gone on to another asset with what has the focus there.
  useEffect(
    () => () => {
      setTimeout(() => {
        const held_by = document.activeElement
        if (held_by && held_by !== document.body) return
        const back = document.querySelector<HTMLElement>('[data-zoom]') ?? document.querySelector('h1')
        back?.focus({ preventScroll: true })
      })
    },
    [],
  )
  const can_step = (step: 1 | -1) => place !== undefined && place.position + step >= 1 && place.position + step <= place.total
  const do_act = (wanted: ZoomAct) => {
    if (wanted !== 'next' && wanted !== 'previous') return act.current(wanted)
    const step = wanted === 'next' ? 1 : -1
    if (can_step(step)) on_step?.(step)
  }
  return (
    <FullDialog
      on_close={on_close}
      title={<bdi>{asset.data?.name ?? t('ui.loading')}</bdi>}
      first={() => stage.current}
      on_key={(event) => {
        const wanted = act_of(event, beyond.current, document.documentElement.dir === 'rtl')
        if (!wanted) return
        event.preventDefault()
        do_act(wanted)
      }}
      bar={
        place &&
        on_step && (
          <>
            <span className={asset_styles['position']}>{t('asset.position', { position: number_text(place.position), total: number_text(place.total) })}</span>
            <IconButton icon="chevron_left" label={t('keys.previous')} keys="k" disabled={!can_step(-1)} focusableWhenDisabled onClick={() => on_step(-1)} />
            <IconButton icon="chevron_right" label={t('keys.next')} keys="j" disabled={!can_step(1)} focusableWhenDisabled onClick={() => on_step(1)} />
          </>
        )
      }
    >
      <Look id={id} asset={asset.data} error={asset.error} on_retry={() => void asset.refetch()} begin={begin} stage={stage} act={act} beyond={beyond} place={place} />
    </FullDialog>
  )
}

interface LookProps extends Pick<ZoomProps, 'id' | 'begin' | 'place'> {
  asset: Asset | undefined
  error: unknown
  on_retry: () => void
  stage: RefObject<HTMLDivElement | null>
  /** What the keys of the whole window reach. */
  act: RefObject<(act: ZoomAct) => void>
  beyond: RefObject<boolean>
}

function Look({ id, asset, error, on_retry, begin, stage, act, beyond, place }: LookProps) {
  const room = useSize(stage)
  const { picture, view, change, on_size } = useLook(id, begin, room)
  const is_larger = view !== null && picture !== null && room !== null && is_beyond(view, picture, room)
  const do_act = (wanted: ZoomAct) => change((now, of, on) => acted(wanted, now, of, on))
  useWheel(stage, change)
  const pointers = usePointers(change)
  useEffect(() => {
    act.current = do_act
    beyond.current = is_larger
  })
  return (
    <>
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex -- keys go through the picture while the focus is on it */}
      <div
        ref={stage}
        role="region"
        aria-label={t('zoom.region', { name: asset?.name ?? '' })}
        tabIndex={0}
        className={class_names(styles['stage'], styles[kept_ground()], is_larger && styles['larger'])}
        onDoubleClick={(event) => {
          const at = point_on(event.currentTarget, event)
          change((now, of, on) => struck(now, at, of, on))
        }}
        {...pointers}
      >
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
        {asset ? <Shown key={`${id}/${asset.version}`} asset={asset} picture={picture} view={view} on_size={on_size} /> : error ? <ProblemState error={error} on_retry={on_retry} /> : <Skeleton />}
      </div>
      <Tools asset={asset} picture={picture} view={view} room={room} is_larger={is_larger} on_act={do_act} />
      <Said id={id} name={asset?.name} place={place} percent={view && percent_of(view)} />
    </>
  )
}

function Shown({ asset, picture, view, on_size }: { asset: Asset; picture: Size | null; view: View | null; on_size: (size: Size) => void }) {
  const source = usePreviewSource(asset.id)
  const state = asset.picture?.state
  if (state !== 'ready' || source.is_broken) return <StandIn asset={asset} text={state === 'waiting' ? t('asset.picture_waiting') : state === 'failed' || source.is_broken ? t('asset.picture_failed') : t('asset.picture_none')} />
  const is_placed = picture && view && !source.is_small
  return (
    <>
      <img
        key={source.key}
        src={source.src}
        alt={t('asset.preview_of', { name: asset.name })}
        draggable={false}
        decoding="async"
        className={is_placed ? styles['placed'] : styles['waiting']}
        style={is_placed ? { width: picture.width, height: picture.height, transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` } : undefined}
        onLoad={(event) => !source.is_small && on_size({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })}
        onError={source.on_error}
      />
      {source.is_small && <p className={styles['making']}>{t('asset.picture_waiting')}</p>}
      {asset.watermarked && (
        <p className={asset_styles['protected']}>
          <Icon name="lock" /> {t('asset.protected_preview')}
        </p>
      )}
    </>
  )
}

const percent_of = (view: View) => Math.round(view.scale * 100)
const k_walks = [
  { act: 'left', icon: 'arrow_left', text: 'zoom.left' },
  { act: 'up', icon: 'arrow_up', text: 'zoom.up' },
  { act: 'down', icon: 'arrow_down', text: 'zoom.down' },
  { act: 'right', icon: 'arrow_right', text: 'zoom.right' },
] as const

function Tools({ asset, picture, view, room, is_larger, on_act }: { asset: Asset | undefined; picture: Size | null; view: View | null; room: Size | null; is_larger: boolean; on_act: (act: ZoomAct) => void }) {
  const is_whole = view === null || picture === null || room === null || view.scale <= fitted(picture, room).scale * 1.001
  return (
    <div className={styles['tools']}>
      <div role="group" aria-label={t('zoom.tools')} className={styles['group']}>
        <IconButton icon="dash" label={t('keys.zoom_out')} keys="-" disabled={is_whole} focusableWhenDisabled onClick={() => on_act('out')} />
        <span className={styles['level']} aria-hidden="true">
          {view && t('zoom.level', { percent: percent_of(view) })}
        </span>
        <IconButton icon="plus" label={t('keys.zoom_in')} keys="+" disabled={view === null} focusableWhenDisabled onClick={() => on_act('in')} />
        <Button kind="quiet" aria-keyshortcuts="0" disabled={view === null} focusableWhenDisabled onClick={() => on_act('fit')}>
          {t('zoom.fit')}
        </Button>
        <Button kind="quiet" aria-keyshortcuts="1" disabled={view === null} focusableWhenDisabled onClick={() => on_act('full')}>
          {t('zoom.level', { percent: 100 })}
        </Button>
      </div>
      {is_larger && (
        <div role="group" aria-label={t('keys.zoom_walk')} className={styles['group']}>
          {k_walks.map((one) => (
            <IconButton key={one.act} icon={one.icon} label={t(one.text)} onClick={() => on_act(one.act)} />
          ))}
        </div>
      )}
      {picture && (
        <p className={styles['honest']}>
          {asset?.media_type === 'application/pdf' && `${t('zoom.first_page')} `}
          {t('zoom.of_preview', { size: `${number_text(picture.width)} × ${number_text(picture.height)}` })}
        </p>
      )}
    </div>
  )
}

/** Which one it is now, and how close: once it has come to rest. */
function Said({ id, name, place, percent }: { id: string; name: string | undefined; place: ZoomProps['place']; percent: number | null }) {
  const [said, set_said] = useState('')
  const told = useRef<{ id: string; percent: number | null } | null>(null)
  useEffect(() => {
    const before = told.current
    if (name === undefined || (before?.id === id && before.percent === percent)) return
    // How it begins is seen, and its name is the window's.
    if (before === null || (before.id === id && before.percent === null)) {
      told.current = { id, percent }
      return
    }
    const timer = setTimeout(() => {
      told.current = { id, percent }
      if (before.id !== id) set_said(place ? t('asset.now_at', { name, position: place.position, total: place.total }) : name)
      else if (percent !== null) set_said(t('zoom.level', { percent }))
    }, 400)
    return () => clearTimeout(timer)
  }, [id, name, place, percent])
  return (
    <p role="status" className="visually-hidden">
      {said}
    </p>
  )
}
