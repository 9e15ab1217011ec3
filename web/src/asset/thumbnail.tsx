import { useState } from 'react'
import type { AssetRow } from '@/api/client'
import { icon_of } from '@/library/media_kind'
import { Icon } from '@/ui'
import styles from './asset.module.css'

/** The same where no more than its id is known. */
export function ThumbnailOf({ id }: { id: string }) {
  const [is_broken, set_broken] = useState(false)
  return (
    <span className={styles['thumbnail']}>
      {is_broken ? <Icon name="file" size={20} /> : <img src={`/api/assets/${id}/preview?size=thumbnail`} alt="" width={64} height={48} decoding="async" loading="lazy" onError={() => set_broken(true)} />}
    </span>
  )
}

/** An asset in a line: 64 by 48. */
export function Thumbnail({ asset }: { asset: AssetRow }) {
  const [is_broken, set_broken] = useState(false)
  const picture = asset.picture
  return (
    <span className={styles['thumbnail']}>
      {picture?.state === 'ready' && !is_broken ? (
        <img src={`/api/assets/${asset.id}/preview?size=thumbnail`} alt="" width={64} height={48} decoding="async" onError={() => set_broken(true)} />
      ) : (
        <Icon name={icon_of(asset.media_type)} size={20} />
      )}
    </span>
  )
}
