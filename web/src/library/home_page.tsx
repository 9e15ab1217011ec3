// The libraries that somebody can see.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take, type AssetRow, type Library, type LibraryKind } from '@/api/client'
import { field_error } from '@/api/problem_text'
import { useMe } from '@/app/session'
import { usePageTitle } from '@/app/title'
import { number_text, t } from '@/i18n'
import { Button, Choices, EmptyState, FormDialog, Icon, Late, ProblemState, StateBadge, TextField } from '@/ui'
import { library_icon } from './library_icon'
import { icon_of, tag_of } from './media_kind'
import { libraries_query } from './queries'
import styles from './home.module.css'

export function HomePage() {
  const me = useMe()
  const libraries = useQuery(libraries_query)
  const heading = usePageTitle(t('home.title'))
  const [is_making, set_making] = useState(false)
  const make = me.abilities.create_library ? (
    <Button kind="primary" icon="plus" onClick={() => set_making(true)}>
      {t('home.new')}
    </Button>
  ) : undefined
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1 ref={heading} tabIndex={-1}>
          {t('home.title')}
        </h1>
        {(libraries.data?.length ?? 0) > 0 && make}
      </header>
      {libraries.isPending && (
        <Late>
          <div className={styles['cards']} role="status" aria-label={t('ui.loading')}>
            {[1, 2, 3].map((one) => (
              <div key={one} className={styles['bone']} />
            ))}
          </div>
        </Late>
      )}
      {libraries.isError && <ProblemState error={libraries.error} on_retry={() => void libraries.refetch()} />}
      {libraries.data?.length === 0 && <EmptyState icon="library" title={t('home.none')} text={make ? t('home.none_make') : t('home.none_wait')} action={make} />}
      {libraries.data && libraries.data.length > 0 && (
        <ul className={styles['cards']}>
          {libraries.data.map((library) => (
            <Card key={library.id} library={library} />
          ))}
        </ul>
      )}
      {is_making && <NewLibrary on_close={() => set_making(false)} />}
    </div>
  )
}

function Card({ library }: { library: Library }) {
  const newest = useQuery({
    queryKey: ['assets', 'newest', library.id],
    queryFn: ({ signal }) => take(api.GET('/api/assets', { params: { query: { library: library.id, sort: '-created', at: 0, limit: 40 } }, signal })),
    staleTime: 60_000,
  })
  const all: AssetRow[] = newest.data?.items ?? []
  const is_pictured = (row: AssetRow) => row.picture?.state === 'ready'
  const rows = [...all.filter(is_pictured), ...all.filter((row) => !is_pictured(row))]
  return (
    <li className={styles['card']}>
      <div className={styles['hang']} aria-hidden="true">
        {Array.from({ length: 5 }, (_, index) => {
          const row = rows[index]
          return row ? <Hung key={row.id} row={row} fit={library.kind === 'media' ? 'cover' : 'contain'} /> : <span key={index} className={styles['gap']} />
        })}
      </div>
      <div className={styles['texts']}>
        <h2>
          <Link to="/l/$library" params={{ library: library.id }} className={styles['name']}>
            <bdi>{library.name}</bdi>
          </Link>
        </h2>
        <p className={styles['quiet']}>
          <Icon name={library_icon(library.kind)} />
          {t(`kind.${library.kind}`)}
          {newest.data?.count != null && ` · ${t('library.assets', { count: newest.data.count, shown: number_text(newest.data.count) })}`}
        </p>
        {library.archived_at && <StateBadge tone="slate" icon="archive">{t('state.archived')}</StateBadge>}
      </div>
    </li>
  )
}

function Hung({ row, fit }: { row: AssetRow; fit: 'cover' | 'contain' }) {
  const [is_broken, set_broken] = useState(false)
  if (row.picture?.state === 'ready' && !is_broken) {
    return <img src={`/api/assets/${row.id}/preview?size=thumbnail`} alt="" decoding="async" className={styles[fit]} onError={() => set_broken(true)} />
  }
  return (
    <span className={styles['stand_in']}>
      <Icon name={icon_of(row.media_type)} size={20} />
      {tag_of(row.media_type, row.name)}
    </span>
  )
}

function NewLibrary({ on_close }: { on_close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, set_name] = useState('')
  const [kind, set_kind] = useState<LibraryKind>('media')
  async function create() {
    const made = await take(api.POST('/api/libraries', { body: { name: name.trim(), kind } }))
    await queries.invalidateQueries({ queryKey: ['libraries'] })
    on_close()
    await navigate({ to: '/l/$library', params: { library: made.id } })
  }
  return (
    <FormDialog size="middle" title={t('home.new')} button={t('home.create')} is_ready={name.trim() !== ''} on_close={on_close} on_send={create} shown_at={['/name']}>
      {(error) => (
        <>
          <TextField label={t('home.name')} value={name} on_change={set_name} error={field_error(error, '/name')} maxLength={200} required />
          <Choices<LibraryKind>
            label={t('home.kind')}
            value={kind}
            on_change={set_kind}
            items={(['media', 'logo', 'icon', 'document'] as const).map((value) => ({ value, text: t(`kind.${value}`), description: t(`kind.${value}_more`) }))}
          />
        </>
      )}
    </FormDialog>
  )
}
