import { Suspense } from 'react'
import type { Asset } from '@/api/client'
import { piece } from '@/app/piece'
import { t } from '@/i18n'
import { icon_of, tag_of, uncover } from '@/library/media_kind'
import { class_names, Icon } from '@/ui'
import { can_zoom, is_played } from './looking'
import { usePreviewSource } from './preview_source'
import styles from './asset.module.css'

const Player = piece(() => import('./player'), 'Player')

/** The picture of an asset as large as it is made, a player for sound and video, or what stands in for both. The server has
 *  put the padlock on a picture where that is due; the line below only says so. */
export function Preview({ asset, on_stage = false, on_zoom }: { asset: Asset; on_stage?: boolean; on_zoom?: (() => void) | undefined }) {
  const state = asset.picture?.state
  const stand_in = <StandIn asset={asset} text={state === 'waiting' ? t('asset.picture_waiting') : state === 'failed' ? t('asset.picture_failed') : t('asset.picture_none')} />
  return (
    <figure className={class_names(styles['preview'], on_stage && styles['on_stage'])}>
      {is_played(asset.media_type) ? (
        <Suspense fallback={stand_in}>
          <Player key={asset.id} asset={asset} on_stage={on_stage} />
        </Suspense>
      ) : state === 'ready' && asset.picture ? (
        <Picture key={`${asset.id}/${asset.version}`} asset={asset} picture={asset.picture} on_stage={on_stage} />
      ) : (
        stand_in
      )}
      {asset.watermarked && !is_played(asset.media_type) && (
        <figcaption className={styles['protected']}>
          <Icon name="lock" /> {t('asset.protected_preview')}
        </figcaption>
      )}
      {on_zoom && can_zoom(asset) && (
        <button type="button" data-zoom aria-label={t('zoom.open', { name: asset.name })} aria-keyshortcuts="+" className={styles['zoom']} onClick={on_zoom}>
          <span>
            <Icon name="zoom" size={20} />
          </span>
        </button>
      )}
    </figure>
  )
}

export function StandIn({ asset, text }: { asset: Asset; text: string }) {
  return (
    <div className={styles['no_picture']}>
      <Icon name={icon_of(asset.media_type)} size={32} />
      <span className={styles['no_picture_tag']}>{tag_of(asset.media_type, asset.name) || t('asset.file')}</span>
      <span className={styles['quiet']}>{text}</span>
    </div>
  )
}

function Picture({ asset, picture, on_stage }: { asset: Asset; picture: NonNullable<Asset['picture']>; on_stage: boolean }) {
  const source = usePreviewSource(asset.id)
  if (source.is_broken) return <StandIn asset={asset} text={t('asset.picture_failed')} />
  const ratio = picture.width && picture.height ? picture.width / picture.height : 4 / 3
  return (
    <img
      key={source.key}
      src={source.src}
      alt={t('asset.preview_of', { name: asset.name })}
      width={picture.width ?? undefined}
      height={picture.height ?? undefined}
      decoding="async"
      style={on_stage ? undefined : { aspectRatio: String(Math.max(ratio, 0.75)), backgroundColor: picture.colour ?? undefined }}
      onLoad={(event) => uncover(event.currentTarget)}
      onError={source.on_error}
    />
  )
}
