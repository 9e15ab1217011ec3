import { useState } from 'react'
import type { AssetRow } from '@/api/client'
import { useMe } from '@/app/session'
import { put_in } from '@/downloads/basket'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { problem_text } from '@/api/problem_text'
import { t } from '@/i18n'
import { Button, IconButton, say_done, say_wrong } from '@/ui'
import styles from './library.module.css'

interface Props {
  count: number
  total: number
  rows: () => Promise<AssetRow[]>
  on_all: () => void
  /** There where something of it can be asked for. */
  on_request: (() => void) | undefined
  on_clear: () => void
  /** Absent where one may not. */
  on_move: ((rows: AssetRow[]) => void) | undefined
  on_delete: ((rows: AssetRow[]) => void) | undefined
}

/** What can be done with the tiles that are selected; stands over the wall's lower edge. */
export function SelectionBar({ count, total, rows, on_all, on_clear, on_request, on_move, on_delete }: Props) {
  const me = useMe()
  const [is_busy, set_busy] = useState(false)
  async function with_rows(act: (rows: AssetRow[]) => void) {
    set_busy(true)
    try {
      act(await rows())
    } catch (error) {
      say_wrong(problem_text(error).detail)
    } finally {
      set_busy(false)
    }
  }
  return (
    <div className={styles['selection']} role="toolbar" data-bottom-bar aria-label={t('selection.bar')}>
      {count > 0 && <IconButton icon="close" compact label={t('selection.clear')} onClick={on_clear} />}
      <span className={styles['selection_count']}>{count === 0 ? t('selection.begun') : t('selection.count', { count })}</span>
      {count < total && (
        <Button kind="quiet" compact onClick={on_all}>
          {t('selection.all', { count: total })}
        </Button>
      )}
      <span className={styles['selection_acts']}>
        <IconButton icon="download" label={t('asset.download')} keys="d" disabled={is_busy || count === 0} onClick={() => void with_rows((chosen) => download(chosen.map(wanted_original)))} />
        {on_request && <IconButton icon="pass" label={t('ask.selection')} keys="r" disabled={is_busy || count === 0} onClick={on_request} />}
        <IconButton
          icon="basket"
          label={t('basket.put_in')}
          keys="b"
          disabled={is_busy || count === 0}
          onClick={() =>
            void with_rows((chosen) => {
              say_done(t('basket.put', { count: put_in(me.id, chosen) }))
            })
          }
        />
        {on_move && <IconButton icon="move" label={t('move.button')} keys="m" disabled={is_busy || count === 0} onClick={() => void with_rows(on_move)} />}
        {on_delete && <IconButton icon="bin" label={t('delete.button')} disabled={is_busy || count === 0} onClick={() => void with_rows(on_delete)} />}
      </span>
    </div>
  )
}
