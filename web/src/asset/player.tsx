// Plays the original of a sound or a video for whoever may take it: a ticket is taken as for a download, once somebody
// presses Play. Nothing is fetched before.
import { Suspense, useEffect, useRef, useState } from 'react'
import type { Asset } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { piece } from '@/app/piece'
import { make_delivery, type Accepted } from '@/downloads/deliver'
import { sort_wanted, wanted_original, type Wanted } from '@/downloads/wanted'
import { size_text, t } from '@/i18n'
import { icon_of } from '@/library/media_kind'
import { ask_for } from '@/requests/ask_for'
import { Button, button_class, Icon } from '@/ui'
import { can_play_again, play_problem, type PlayProblem } from './play_problem'
import styles from './asset.module.css'

const Asking = piece(() => import('@/downloads/asking'), 'Asking')

type State = { at: 'still' } | { at: 'asking' } | { at: 'begun' } | { at: 'playing'; url: string } | { at: 'stopped'; url: string; why: PlayProblem } | { at: 'refused'; error: unknown }

export function Player({ asset, on_stage }: { asset: Asset; on_stage: boolean }) {
  const [state, set_state] = useState<State>({ at: 'still' })
  const sorted = sort_wanted([wanted_original(asset)])
  if (state.at === 'playing') return <Playing asset={asset} url={state.url} on_stopped={(why) => set_state({ at: 'stopped', url: state.url, why })} />
  if (sorted.shut.length > 0) return <NotForYou asset={asset} on_stage={on_stage} />

  async function take(wanted: readonly Wanted[], accepted: Accepted | null) {
    const made = await make_delivery(wanted, accepted)
    set_state({ at: 'playing', url: made.url })
    return made.left_out
  }
  function play() {
    if (sorted.asking.length > 0) return set_state({ at: 'asking' })
    set_state({ at: 'begun' })
    take(sorted.free, null).catch((error: unknown) => set_state({ at: 'refused', error }))
  }
  const again = state.at === 'stopped' || state.at === 'refused'
  return (
    <div className={styles['player']}>
      <Icon name={icon_of(asset.media_type)} size={32} />
      {state.at === 'stopped' && (
        <p role="alert" className={styles['player_texts']}>
          {t(`player.${state.why}`)}
        </p>
      )}
      {state.at === 'refused' && (
        <p role="alert" className={styles['player_texts']}>
          {[problem_text(state.error).detail, ...problem_text(state.error).more].join(' ')}
        </p>
      )}
      <div className={styles['player_acts']}>
        {(state.at !== 'stopped' || can_play_again(state.why)) && (
          <Button kind="primary" icon="play" busy={state.at === 'begun'} onClick={play}>
            {again ? t('player.again') : t('player.play')}
          </Button>
        )}
        {/* The same ticket: what was begun as playing counts once. */}
        {state.at === 'stopped' && state.why === 'unsupported' && (
          <a href={state.url} download className={button_class({ kind: 'primary' })}>
            <Icon name="download" /> {t('asset.download_size', { size: size_text(asset.size) })}
          </a>
        )}
      </div>
      {state.at !== 'stopped' && <Counted media_type={asset.media_type} />}
      {state.at === 'asking' && (
        <Suspense>
          <Asking sorted={sorted} verb="play" deliver={take} on_close={() => set_state((now) => (now.at === 'asking' ? { at: 'still' } : now))} on_taken={() => undefined} />
        </Suspense>
      )}
    </div>
  )
}

const is_sound = (media_type: string) => media_type.startsWith('audio/')

/** Before it begins: what it costs, and whether the browser knows the type. */
function Counted({ media_type }: { media_type: string }) {
  const [is_doubtful] = useState(() => document.createElement(is_sound(media_type) ? 'audio' : 'video').canPlayType(media_type) === '')
  return (
    <p className={styles['player_texts']}>
      {t('player.counts')} {is_doubtful && t('player.doubtful')}
    </p>
  )
}

function NotForYou({ asset, on_stage }: { asset: Asset; on_stage: boolean }) {
  const can_ask = asset.download.can_request && asset.download.request_state !== 'pending'
  return (
    <div className={styles['player']}>
      <Icon name={icon_of(asset.media_type)} size={32} />
      <p className={styles['player_texts']}>{t('player.shut')}</p>
      {/* In a panel the same stands right below. */}
      {on_stage && (
        <>
          <p className={styles['player_texts']}>{asset.why.join(' ')}</p>
          {can_ask && (
            <Button kind="primary" icon="pass" onClick={() => ask_for([asset])}>
              {asset.download.needs.includes('access_grant') ? t('ask.title_access') : t('ask.title_download')}
            </Button>
          )}
        </>
      )}
    </div>
  )
}

function Playing({ asset, url, on_stopped }: { asset: Asset; url: string; on_stopped: (why: PlayProblem) => void }) {
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null)
  useEffect(() => {
    const element = media.current
    if (!element) return
    element.src = url
    element.focus({ preventScroll: true })
    // Where the browser wants a press of its own first, its button is there.
    element.play().catch(() => undefined)
    return () => {
      // An element that is gone would go on loading until it is swept up.
      element.pause()
      element.removeAttribute('src')
      element.load()
    }
  }, [url])
  const on_error = () => {
    // Taking the source away is no failure.
    if (!media.current?.getAttribute('src')) return
    void fetch(url, { method: 'HEAD' }).then(
      (answer) => on_stopped(play_problem(answer.status)),
      () => on_stopped('unreachable'),
    )
  }
  const Media = is_sound(asset.media_type) ? 'audio' : 'video'
  return (
    <div className={styles['player']}>
      {Media === 'audio' && <Icon name="audio" size={32} />}
      <Media ref={media} controls aria-label={asset.name} onError={on_error} />
    </div>
  )
}
