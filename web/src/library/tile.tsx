import { memo, useState } from 'react'
import type { AssetRow } from '@/api/client'
import { size_text, t } from '@/i18n'
import { badge_class, class_names, Icon } from '@/ui'
import type { Layout } from './grid_math'
import { icon_of, tag_of, uncover } from './media_kind'
import { badge_of, is_about_request, is_dimmed, is_hatched, state_of, type TileState } from './tile_state'
import styles from './grid.module.css'

export type Fit = 'cover' | 'contain'

interface TileProps {
  row: AssetRow | undefined
  index: number
  column: number
  layout: Layout
  fit: Fit
  is_selected: boolean
  has_focus: boolean
  /** The panel beside the wall is about it. */
  is_shown: boolean
  in_basket: boolean
}

/** Plain elements without handlers: the grid listens for all its tiles and reads data-act. */
export const Tile = memo(function Tile({ row, index, column, layout, fit, is_selected, has_focus, is_shown, in_basket }: TileProps) {
  const size = { inlineSize: layout.tile_width, blockSize: layout.row_height - 16 }
  if (!row) {
    return (
      <div role="gridcell" aria-colindex={column + 1} aria-busy="true" className={styles['tile']} style={size} data-index={index} tabIndex={has_focus ? 0 : -1} aria-label={t('ui.loading')}>
        <div className={class_names(styles['picture'], styles['bone'])} style={{ blockSize: layout.picture_height }} />
        <div className={styles['bone_line']} />
      </div>
    )
  }
  const state = state_of(row, Date.now())
  const badge = badge_of(state, row)
  const tag = tag_of(row.media_type, row.name)
  const tab = has_focus ? 0 : -1
  const meta = [size_text(row.size)]
  if (row.picture?.width && row.picture.height && layout.tile_width > 180) meta.push(`${row.picture.width} × ${row.picture.height}`)
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={is_selected}
      aria-label={[row.name, tag, badge?.text].filter(Boolean).join(', ')}
      tabIndex={tab}
      data-index={index}
      data-id={row.id}
      draggable={row.can.organise}
      aria-current={is_shown || undefined}
      className={class_names(styles['tile'], is_shown && styles['shown'], is_selected && styles['selected'])}
      style={size}
    >
      <div className={class_names(styles['picture'], is_dimmed(state) && styles['dimmed'], is_hatched(state) && styles['hatched'])} style={{ blockSize: layout.picture_height }}>
        <Picture key={`${row.id}/${row.version}`} row={row} fit={fit} tag={tag} />
      </div>
      <span className={styles['check']} data-act="select" aria-hidden="true">
        <Icon name="check" />
      </span>
      {tag && row.picture?.state === 'ready' && (
        <span className={styles['tag']} aria-hidden="true">
          {tag}
        </span>
      )}
      <div className={styles['foot']} style={{ insetBlockStart: layout.picture_height - 36 }}>
        {badge && (
          <button type="button" tabIndex={tab} data-act="badge" data-tip={tip_of(row, badge.text)} aria-label={badge_label(row, state, badge.text)} className={class_names(badge_class(badge.tone), styles['badge'])}>
            <Icon name={badge.icon} />
            <span>{badge.text}</span>
          </button>
        )}
        <span className={styles['buttons']}>
          {row.can.download && (
            <>
              {layout.tile_width > 190 && <TileButton act="download" icon="download" text={t('asset.download')} tab={tab} />}
              {layout.tile_width > 150 && <TileButton act="basket" icon={in_basket ? 'basket_in' : 'basket'} text={in_basket ? t('basket.take_out') : t('basket.put_in')} tab={tab} />}
            </>
          )}
          {!is_dimmed(state) && <TileButton act="more" icon="more" text={t('grid.more')} tab={tab} />}
        </span>
      </div>
      <div className={styles['caption']}>
        <bdi className={styles['name']}>{row.name}</bdi>
        <span className={styles['meta']}>{meta.join(' · ')}</span>
      </div>
    </div>
  )
})

/** What a press on the badge does, after the words that are in sight. */
function badge_label(row: AssetRow, state: TileState, text: string): string {
  if ((state === 'locked' || state === 'expired') && row.download.can_request) return t('grid.badge_ask', { state: text })
  return t(is_about_request(state) ? 'grid.badge_look' : 'grid.badge_label', { state: text })
}

function tip_of(row: AssetRow, text: string): string {
  return row.why.length > 0 ? `${text}. ${row.why.join(' ')}` : text
}

function TileButton({ act, icon, text, tab }: { act: string; icon: 'download' | 'basket' | 'basket_in' | 'more'; text: string; tab: number }) {
  return (
    <button type="button" tabIndex={tab} data-act={act} data-tip={text} aria-label={text} className={styles['act']}>
      <Icon name={icon} />
    </button>
  )
}

/** The thumbnail, or while there is none its colour with what sort of file it is. */
function Picture({ row, fit, tag }: { row: AssetRow; fit: Fit; tag: string }) {
  const [is_broken, set_broken] = useState(false)
  const picture = row.picture
  const colour = picture?.colour ?? undefined
  if (picture?.state === 'ready' && !is_broken) {
    return (
      <img
        src={`/api/assets/${row.id}/preview?size=thumbnail`}
        alt=""
        decoding="async"
        draggable={false}
        width={picture.width ?? undefined}
        height={picture.height ?? undefined}
        className={class_names(styles['image'], fit === 'contain' && styles['contain'])}
        style={colour && fit === 'cover' ? { backgroundColor: colour } : undefined}
        onLoad={(event) => uncover(event.currentTarget)}
        onError={() => set_broken(true)}
      />
    )
  }
  return (
    <div className={styles['stand_in']} style={colour ? { backgroundColor: colour } : undefined}>
      <Icon name={icon_of(row.media_type)} size={32} />
      <span>{tag || t('asset.file')}</span>
    </div>
  )
}
