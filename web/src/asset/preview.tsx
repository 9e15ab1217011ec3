import { useEffect, useState } from 'react'
import type { Asset } from '@/api/client'
import { t } from '@/i18n'
import { icon_of, tag_of, uncover } from '@/library/media_kind'
import { class_names, Icon } from '@/ui'
import styles from './asset.module.css'

const k_tries = 8
const k_pause = 1500

/** The picture of an asset as large as it is made, or what stands in for it. The server has put the padlock on it where that
 *  is due; the line below only says so. */
export function Preview({ asset, on_stage = false }: { asset: Asset; on_stage?: boolean }) {
  return (
    <figure className={class_names(styles['preview'], on_stage && styles['on_stage'])}>
      {asset.picture?.state === 'ready' ? <Picture key={`${asset.id}/${asset.version}`} asset={asset} picture={asset.picture} on_stage={on_stage} /> : <StandIn asset={asset} text={asset.picture?.state === 'waiting' ? t('asset.picture_waiting') : asset.picture?.state === 'failed' ? t('asset.picture_failed') : t('asset.picture_none')} />}
      {asset.watermarked && (
        <figcaption className={styles['protected']}>
          <Icon name="lock" /> {t('asset.protected_preview')}
        </figcaption>
      )}
    </figure>
  )
}

function StandIn({ asset, text }: { asset: Asset; text: string }) {
  return (
    <div className={styles['no_picture']}>
      <Icon name={icon_of(asset.media_type)} size={32} />
      <span className={styles['no_picture_tag']}>{tag_of(asset.media_type, asset.name) || t('asset.file')}</span>
      <span className={styles['quiet']}>{text}</span>
    </div>
  )
}

/** The large picture is made when somebody looks for the first time: until it is there the small one stands in, and it is
 *  asked for again. */
function Picture({ asset, picture, on_stage }: { asset: Asset; picture: NonNullable<Asset['picture']>; on_stage: boolean }) {
  const [tries, set_tries] = useState(0)
  const [is_small, set_small] = useState(false)
  const [is_broken, set_broken] = useState(false)
  useEffect(() => {
    if (!is_small || tries >= k_tries) return
    const timer = setTimeout(() => {
      set_small(false)
      set_tries((before) => before + 1)
    }, k_pause)
    return () => clearTimeout(timer)
  }, [is_small, tries])
  if (is_broken) return <StandIn asset={asset} text={t('asset.picture_failed')} />
  const ratio = picture.width && picture.height ? picture.width / picture.height : 4 / 3
  return (
    <img
      key={is_small ? 'small' : tries}
      src={`/api/assets/${asset.id}/preview?size=${is_small ? 'thumbnail' : 'preview'}`}
      alt={t('asset.preview_of', { name: asset.name })}
      width={picture.width ?? undefined}
      height={picture.height ?? undefined}
      decoding="async"
      style={on_stage ? undefined : { aspectRatio: String(Math.max(ratio, 0.75)), backgroundColor: picture.colour ?? undefined }}
      onLoad={(event) => uncover(event.currentTarget)}
      onError={() => (is_small ? set_broken(true) : set_small(true))}
    />
  )
}
