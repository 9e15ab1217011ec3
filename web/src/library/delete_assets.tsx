import { useState } from 'react'
import type { AssetRow } from '@/api/client'
import { t } from '@/i18n'
import { Button, Dialog, FormProblem, Notice } from '@/ui'
import { delete_assets } from './moving'

export function DeleteAssets({ assets, on_close, on_deleted }: { assets: AssetRow[]; on_close: () => void; on_deleted: () => void }) {
  const [is_busy, set_busy] = useState(false)
  const [error, set_error] = useState<unknown>(null)
  const able = assets.filter((one) => one.can.delete)
  const kept = assets.length - able.length
  async function remove() {
    set_busy(true)
    const result = await delete_assets(able.map((one) => one.id))
    set_busy(false)
    if (result.problem) set_error(result.problem)
    else on_deleted()
  }
  const first = assets[0]
  return (
    <Dialog
      open
      size="small"
      on_close={on_close}
      title={assets.length === 1 && first ? t('delete.title_one', { name: first.name }) : t('delete.title', { count: assets.length })}
      description={able.length > 0 ? t('delete.more') : undefined}
      actions={
        <>
          <Button onClick={on_close}>{t('ui.cancel')}</Button>
          <Button kind="danger" icon="bin" busy={is_busy} disabled={able.length === 0} onClick={() => void remove()}>
            {t('delete.button_count', { count: able.length })}
          </Button>
        </>
      }
    >
      {kept > 0 && (
        <Notice tone="amber" icon="lock">
          {able.length === 0 ? t('delete.none') : t('delete.some', { count: kept })}
        </Notice>
      )}
      <FormProblem error={error} />
    </Dialog>
  )
}
