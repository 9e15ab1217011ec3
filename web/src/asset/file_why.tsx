import { useQuery } from '@tanstack/react-query'
import { api, take, type Asset, type AssetFile } from '@/api/client'
import { t } from '@/i18n'
import { Button, Dialog, ProblemState, Skeleton } from '@/ui'
import { Trace } from './why'
import styles from './asset.module.css'

/** Why one file of an asset cannot be taken. */
export function FileWhy({ asset, file, on_close }: { asset: Asset; file: AssetFile; on_close: () => void }) {
  const decision = useQuery({
    queryKey: ['decision', asset.id, 'download', file.file],
    queryFn: ({ signal }) => take(api.GET('/api/assets/{id}/decision', { params: { path: { id: asset.id }, query: { action: 'download', file: file.file } }, signal })),
  })
  return (
    <Dialog
      open
      on_close={on_close}
      title={t('why.title', { action: t('action.download') })}
      actions={
        <Button kind="primary" onClick={on_close}>
          {t('ui.close')}
        </Button>
      }
    >
      <bdi className={styles['why_name']}>{file.name}</bdi>
      <ul className={styles['why_lines']}>
        {file.why.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {decision.isPending && <Skeleton lines={4} />}
      {decision.isError && <ProblemState error={decision.error} />}
      {decision.data && (
        <details className={styles['how']}>
          <summary>{t('why.how')}</summary>
          <Trace decision={decision.data} />
        </details>
      )}
    </Dialog>
  )
}
