import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, take, type Asset, type AssetStatus } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { moment_text, date_text, size_text, t } from '@/i18n'
import { folders_query } from '@/library/queries'
import { tag_of } from '@/library/media_kind'
import { IconButton, say_done, say_wrong, Segmented } from '@/ui'
import { AttributeRow } from './attribute_row'
import { useAssetChange } from './change'
import { InlineEdit } from './inline_edit'
import styles from './asset.module.css'

export function Details({ asset }: { asset: Asset }) {
  const change = useAssetChange(asset)
  const attributes = useQuery({
    queryKey: ['attributes'],
    queryFn: ({ signal }) => take(api.GET('/api/attributes', { signal })).then((list) => list.items),
    staleTime: 5 * 60_000,
  })
  const folders = useQuery(folders_query(asset.library))
  const folder = folders.data?.find((one) => one.id === asset.folder)
  const shown = attributes.data?.filter((one) => asset.can.edit || (asset.attributes[one.name]?.length ?? 0) > 0) ?? []
  const digest = asset.digest
  const size = asset.picture?.width && asset.picture.height ? `${asset.picture.width} × ${asset.picture.height}` : null

  return (
    <div className={styles['sections']}>
      {(shown.length > 0 || asset.can.edit) && (
        <section>
          <h3>{t('asset.about')}</h3>
          {shown.length === 0 && !attributes.isPending && <p className={styles['quiet']}>{t('asset.no_attributes')}</p>}
          <dl className={styles['facts']}>
            {shown.map((attribute) => (
              <AttributeRow
                key={attribute.id}
                attribute={attribute}
                values={asset.attributes[attribute.name] ?? []}
                can_edit={asset.can.edit}
                on_save={(values) => change.mutateAsync({ attributes: { [attribute.name]: values } })}
              />
            ))}
          </dl>
        </section>
      )}
      {asset.terms && (
        <section>
          <h3>{t('asset.terms')}</h3>
          <details className={styles['how']}>
            <summary>{asset.terms.title}</summary>
            <p className={styles['terms_body']}>{asset.terms.body}</p>
          </details>
        </section>
      )}
      <Availability asset={asset} />
      <section>
        <h3>{t('asset.the_file')}</h3>
        <dl className={styles['facts']}>
          <Fact name={t('asset.type')}>{`${tag_of(asset.media_type, asset.name) || t('asset.file')} (${asset.media_type})`}</Fact>
          <Fact name={t('asset.size')}>{size_text(asset.size)}</Fact>
          {size && <Fact name={t('asset.dimensions')}>{t('asset.pixels', { size })}</Fact>}
          {folder && (
            <Fact name={t('asset.folder')}>
              <Link to="/l/$library/f/$folder" params={{ library: asset.library, folder: folder.id }}>
                <bdi>{folder.name}</bdi>
              </Link>
            </Fact>
          )}
          <Fact name={t('asset.added')}>{moment_text(asset.created_at)}</Fact>
          {asset.replaced_at && <Fact name={t('asset.replaced')}>{moment_text(asset.replaced_at)}</Fact>}
          {digest && (
            <Fact name={t('asset.checksum')}>
              <span className={styles['checksum']}>
                <code>{digest}</code>
                <IconButton
                  icon="copy"
                  compact
                  label={t('asset.copy_checksum')}
                  onClick={() =>
                    void navigator.clipboard.writeText(digest).then(
                      () => say_done(t('ui.copied')),
                      () => say_wrong(t('ui.not_copied')),
                    )
                  }
                />
              </span>
            </Fact>
          )}
        </dl>
      </section>
    </div>
  )
}

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A day of an <input type=date> is one of this person's; what is kept is the instant at which it begins here. */
function start_of_day(text: string): string | null {
  return text === '' ? null : new Date(`${text}T00:00:00`).toISOString()
}
function day_of(instant: string | null): string {
  if (!instant) return ''
  const date = new Date(instant)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

function Availability({ asset }: { asset: Asset }) {
  const change = useAssetChange(asset)
  const can = asset.can.publish
  const is_plain = asset.status === 'published' && !asset.available_from && !asset.available_until
  if (!can && is_plain) return null
  const set_status = (status: AssetStatus) => change.mutate({ status }, { onError: (error) => say_wrong(problem_text(error).detail, problem_text(error).more.join(' ')) })
  return (
    <section>
      <h3>{t('asset.availability')}</h3>
      {can && (
        <Segmented<AssetStatus>
          label={t('asset.state')}
          label_hidden
          value={asset.status}
          on_change={set_status}
          items={[
            { value: 'draft', text: t('state.draft') },
            { value: 'published', text: t('state.published') },
            { value: 'archived', text: t('state.archived') },
          ]}
        />
      )}
      <p className={styles['quiet']}>{t(`asset.status_${asset.status}`)}</p>
      <dl className={styles['facts']}>
        <Fact name={t('asset.from')}>
          <InlineEdit label={t('asset.from')} type="date" value={day_of(asset.available_from)} can_edit={can} on_save={(day) => change.mutateAsync({ available_from: start_of_day(day) })}>
            {asset.available_from ? date_text(asset.available_from) : <span className={styles['none']}>{t('asset.at_once')}</span>}
          </InlineEdit>
        </Fact>
        <Fact name={t('asset.until')}>
          <InlineEdit label={t('asset.until')} type="date" value={day_of(asset.available_until)} can_edit={can} on_save={(day) => change.mutateAsync({ available_until: start_of_day(day) })}>
            {asset.available_until ? date_text(asset.available_until) : <span className={styles['none']}>{t('asset.for_ever')}</span>}
          </InlineEdit>
        </Fact>
      </dl>
    </section>
  )
}
