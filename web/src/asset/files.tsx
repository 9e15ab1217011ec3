import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Asset, AssetFile } from '@/api/client'
import { download } from '@/downloads/download'
import { wanted_file } from '@/downloads/wanted'
import { date_text, size_text, t } from '@/i18n'
import { tag_of } from '@/library/media_kind'
import { files_query } from '@/library/queries'
import { badge_of, state_of } from '@/library/tile_state'
import { add_uploads } from '@/upload/queue'
import { useMe } from '@/app/session'
import { Button, EmptyState, IconButton, ProblemState, Skeleton, StateBadge } from '@/ui'
import { FileWhy } from './file_why'
import styles from './asset.module.css'

function kind_of(file: AssetFile): string {
  if (file.file === 'original') return t('file.original')
  const [kind, rest] = file.file.split(':')
  if (kind === 'version') return t('file.version', { number: Number(rest) })
  if (kind === 'attachment') return t('file.attachment')
  return t('file.conversion', { name: rest ?? '' })
}

export function Files({ asset }: { asset: Asset }) {
  const files = useQuery(files_query(asset.id))
  const [why, set_why] = useState<AssetFile | null>(null)
  const groups = [
    { title: t('file.now'), of: files.data?.filter((one) => one.file === 'original') ?? [] },
    { title: t('file.versions'), of: files.data?.filter((one) => one.file.startsWith('version')) ?? [] },
    { title: t('file.conversions'), of: files.data?.filter((one) => one.file.startsWith('preset')) ?? [] },
    { title: t('file.attachments'), of: files.data?.filter((one) => one.file.startsWith('attachment')) ?? [] },
  ].filter((group) => group.of.length > 0)
  return (
    <div className={styles['sections']}>
      {files.isPending && <Skeleton lines={3} tall />}
      {files.isError && <ProblemState error={files.error} on_retry={() => void files.refetch()} />}
      {files.data?.length === 0 && <EmptyState icon="file" title={t('file.none')} text={t('file.none_more')} />}
      {groups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <ul className={styles['files']}>
            {group.of.map((file) => (
              <FileRow key={file.file} asset={asset} file={file} on_why={() => set_why(file)} />
            ))}
          </ul>
        </section>
      ))}
      {asset.can.update && <Adding asset={asset} />}
      {why && <FileWhy asset={asset} file={why} on_close={() => set_why(null)} />}
    </div>
  )
}

function FileRow({ asset, file, on_why }: { asset: Asset; file: AssetFile; on_why: () => void }) {
  const facts = { download: file.download, status: 'published', available_from: null, available_until: null } as const
  const badge = badge_of(state_of(facts, Date.now()), facts)
  const can_ask = file.can.download || (file.download.outcome === 'need' && !badge)
  return (
    <li className={styles['file']}>
      <span className={styles['file_tag']}>{tag_of(file.media_type, file.name) || '·'}</span>
      <div className={styles['file_texts']}>
        <bdi className={styles['file_name']}>{file.name}</bdi>
        <span className={styles['quiet']}>{[kind_of(file), size_text(file.size), date_text(file.created_at)].join(' · ')}</span>
        {badge && (
          <span>
            <StateBadge tone={badge.tone} icon={badge.icon}>
              {badge.text}
            </StateBadge>
          </span>
        )}
      </div>
      {can_ask ? (
        <IconButton icon="download" label={t('asset.download_named', { name: file.name })} onClick={() => download([wanted_file(asset.id, file)])} />
      ) : (
        <IconButton icon="question" label={t('why.ask_named', { name: file.name })} onClick={on_why} />
      )}
    </li>
  )
}

function Adding({ asset }: { asset: Asset }) {
  const me = useMe()
  const version = useRef<HTMLInputElement>(null)
  const attachment = useRef<HTMLInputElement>(null)
  const send = (list: FileList | null, how: 'replaces' | 'attach_to') => {
    if (list && list.length > 0) add_uploads(me.id, [...list].map((file) => ({ file, path: '' })), { library: asset.library, folder: null, [how]: asset.id, label: asset.name })
  }
  return (
    <section className={styles['adding']}>
      <Button compact icon="upload" onClick={() => version.current?.click()}>
        {t('file.add_version')}
      </Button>
      <Button compact icon="plus" onClick={() => attachment.current?.click()}>
        {t('file.attach')}
      </Button>
      <input ref={version} type="file" hidden onChange={(event) => send(event.currentTarget.files, 'replaces')} />
      <input ref={attachment} type="file" multiple hidden onChange={(event) => send(event.currentTarget.files, 'attach_to')} />
    </section>
  )
}
