import { useState } from 'react'
import type { Asset } from '@/api/client'
import { t } from '@/i18n'
import { icon_of, tag_of } from '@/library/media_kind'
import { class_names, Icon } from '@/ui'
import styles from './asset.module.css'

/** The picture of an asset as large as it is made, or what stands in for it. The server has put the padlock on it where that
 *  is due; the line below only says so. */
export function Preview({ asset, on_stage = false }: { asset: Asset; on_stage?: boolean }) {
  const [broken, set_broken] = useState<string | null>(null)
  const picture = asset.picture
  const mark = `${asset.id}/${asset.version}`
  const src = `/api/assets/${asset.id}/preview?size=preview`
  const ratio = picture?.width && picture.height ? picture.width / picture.height : 4 / 3
  return (
    <figure className={class_names(styles['preview'], on_stage && styles['on_stage'])}>
      {picture?.state === 'ready' && broken !== mark ? (
        <img
          key={mark}
          src={src}
          alt={t('asset.preview_of', { name: asset.name })}
          width={picture.width ?? undefined}
          height={picture.height ?? undefined}
          decoding="async"
          style={on_stage ? undefined : { aspectRatio: String(Math.max(ratio, 0.75)), backgroundColor: picture.colour ?? undefined }}
          onError={() => set_broken(mark)}
        />
      ) : (
        <div className={styles['no_picture']}>
          <Icon name={icon_of(asset.media_type)} size={32} />
          <span className={styles['no_picture_tag']}>{tag_of(asset.media_type, asset.name) || t('asset.file')}</span>
          <span className={styles['quiet']}>{picture?.state === 'waiting' ? t('asset.picture_waiting') : picture?.state === 'failed' || broken === mark ? t('asset.picture_failed') : t('asset.picture_none')}</span>
        </div>
      )}
      {asset.watermarked && (
        <figcaption className={styles['protected']}>
          <Icon name="lock" /> {t('asset.protected_preview')}
        </figcaption>
      )}
    </figure>
  )
}
