// What is being sent, over every page: how far, how fast, and what went wrong.
import { Link } from '@tanstack/react-router'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react'
import { announce } from '@/app/live'
import { useMe } from '@/app/session'
import { useIsNarrow, useIsOnline } from '@/app/width'
import { size_text, t } from '@/i18n'
import { Button, Icon, IconButton, ProgressBar } from '@/ui'
import { cancel_upload, clear_done, forget_unfinished, is_active, pause_all, pause_upload, resume_all, resume_upload, subscribe_uploads, unfinished, uploads, type UploadItem } from './queue'
import { pace_of, type Sample } from './pace'
import styles from './upload.module.css'

export function UploadTray() {
  const me = useMe()
  const items = useSyncExternalStore(subscribe_uploads, uploads)
  const is_phone = useIsNarrow(720)
  const [is_open, set_open] = useState(!is_phone)
  const [left, set_left] = useState(() => unfinished(me.id))
  const is_online = useIsOnline()
  const tray = useRef<HTMLElement>(null)
  useRoomFor(tray, items.length > 0 || left.length > 0)

  useEffect(() => {
    if (is_online) resume_all()
    else pause_all()
  }, [is_online])
  useEffect(() => {
    const on_leave = (event: BeforeUnloadEvent) => is_active() && event.preventDefault()
    window.addEventListener('beforeunload', on_leave)
    return () => window.removeEventListener('beforeunload', on_leave)
  }, [])

  const total = items.reduce((sum, item) => sum + item.size, 0)
  const sent = items.reduce((sum, item) => sum + (item.state === 'done' ? item.size : Math.min(item.sent, item.size)), 0)
  const done = items.filter((item) => item.state === 'done').length
  const failed = items.filter((item) => item.state === 'failed').length
  const part = items.length === 0 ? 0 : total === 0 ? done / items.length : sent / total
  const pace = usePace(sent, items.length > 0 && done + failed < items.length)

  const told = useRef(0)
  const quarter = Math.floor(part * 4)
  useEffect(() => {
    if (quarter === told.current) return
    told.current = quarter
    if (quarter > 0) announce(t('upload.part', { percent: quarter * 25 }))
  }, [quarter])

  if (items.length === 0) {
    if (left.length === 0) return null
    return (
      <section ref={tray} className={styles['tray']} aria-label={t('upload.tray')}>
        <div className={styles['unfinished']}>
          <Icon name="upload" size={20} />
          <p>{t('upload.unfinished', { count: left.length, name: left[0] ?? '' })}</p>
          <IconButton
            icon="close"
            compact
            label={t('upload.forget')}
            onClick={() => {
              forget_unfinished(me.id)
              set_left([])
            }}
          />
        </div>
      </section>
    )
  }
  const is_over = done + failed === items.length
  const title = is_over ? (failed > 0 ? t('upload.some_failed', { count: failed }) : t('upload.all_done', { count: done })) : t('upload.sending', { done, count: items.length })
  return (
    <section ref={tray} className={styles['tray']} aria-label={t('upload.tray')}>
      <header className={styles['tray_head']}>
        <div className={styles['tray_title']}>
          <h2>{title}</h2>
          {!is_over && (
            <p className={styles['quiet']}>
              {[t('upload.percent', { percent: Math.floor(part * 100) }), pace ? t('upload.pace', { size: size_text(pace) }) : '', pace ? t('upload.left', { minutes: Math.ceil((total - sent) / pace / 60) }) : ''].filter(Boolean).join(' · ')}
            </p>
          )}
        </div>
        <IconButton icon="chevron_down" compact label={is_open ? t('upload.fold') : t('upload.unfold')} aria-expanded={is_open} onClick={() => set_open(!is_open)} />
        {is_over && (
          <IconButton
            icon="close"
            compact
            label={t('ui.close')}
            onClick={() => {
              for (const item of items) cancel_upload(item.id)
              set_left(unfinished(me.id))
            }}
          />
        )}
      </header>
      {!is_over && <ProgressBar label={t('upload.tray')} value={Math.floor(part * 100)} />}
      {is_open && (
        <>
          <ul className={styles['rows']}>
            {items.slice(-200).map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </ul>
          {done > 0 && !is_over && (
            <Button kind="quiet" compact onClick={clear_done}>
              {t('upload.clear_done')}
            </Button>
          )}
        </>
      )}
    </section>
  )
}

function Row({ item }: { item: UploadItem }) {
  return (
    <li className={styles['row']}>
      <div className={styles['row_texts']}>
        {item.asset && item.state === 'done' ? (
          <Link to="/a/$asset" params={{ asset: item.asset }} className={styles['row_name']}>
            <bdi>{item.name}</bdi>
          </Link>
        ) : (
          <bdi className={styles['row_name']}>{item.name}</bdi>
        )}
        <span className={item.state === 'failed' ? styles['row_wrong'] : styles['quiet']}>
          {item.state === 'failed'
            ? item.error
            : item.state === 'done'
              ? t('upload.into', { name: item.target.label })
              : item.state === 'paused'
                ? t('upload.is_paused')
                : item.state === 'waiting'
                  ? t('upload.is_waiting')
                  : `${size_text(item.sent)} / ${size_text(item.size)}`}
        </span>
        {item.state === 'sending' && <ProgressBar label={item.name} value={item.size === 0 ? null : Math.floor((100 * item.sent) / item.size)} />}
      </div>
      {item.state === 'done' && <Icon name="check" size={20} className={styles['row_done']} />}
      {item.state === 'sending' && <IconButton icon="pause" compact label={t('upload.pause_named', { name: item.name })} onClick={() => pause_upload(item.id)} />}
      {item.state === 'paused' && <IconButton icon="play" compact label={t('upload.resume_named', { name: item.name })} onClick={() => resume_upload(item.id)} />}
      {item.state === 'failed' && <IconButton icon="retry" compact label={t('upload.retry_named', { name: item.name })} onClick={() => resume_upload(item.id)} />}
      {item.state !== 'done' && <IconButton icon="close" compact label={t('upload.cancel_named', { name: item.name })} onClick={() => cancel_upload(item.id)} />}
    </li>
  )
}

/** Tells the page how high the tray stands, so that what it would cover ends above it. */
function useRoomFor(tray: RefObject<HTMLElement | null>, is_there: boolean): void {
  useLayoutEffect(() => {
    const element = tray.current
    if (!element || !is_there) return
    const root = document.documentElement
    const observer = new ResizeObserver(() => root.style.setProperty('--tray', `${element.offsetHeight + 12}px`))
    observer.observe(element)
    return () => {
      observer.disconnect()
      root.style.removeProperty('--tray')
    }
  }, [tray, is_there])
}

/** Bytes a second over the last while. */
function usePace(sent: number, is_on: boolean): number | null {
  const samples = useRef<Sample[]>([])
  const [pace, set_pace] = useState<number | null>(null)
  useEffect(() => {
    samples.current = is_on ? [...samples.current.filter((one) => one.at > Date.now() - 8000), { at: Date.now(), sent }] : []
    set_pace(pace_of(samples.current))
  }, [sent, is_on])
  return pace
}
