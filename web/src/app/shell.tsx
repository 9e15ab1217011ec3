// What stands around every page: header, rail, and on a phone a bar at the foot.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api, take } from '@/api/client'
import { empty_basket, useBasket } from '@/downloads/basket'
import { DownloadDesk } from '@/downloads/desk'
import { language, t, type Language } from '@/i18n'
import { connect_changes } from '@/library/moving'
import { asset_query, folders_query, libraries_query } from '@/library/queries'
import { choose_files } from '@/upload/choose'
import { Bell } from '@/inbox/bell'
import { requests_changed } from '@/requests/calls'
import { RequestDesk } from '@/requests/desk'
import { accept_drop } from '@/upload/drop'
import { connect_uploads, forget_unfinished, has_something_to_show, subscribe_uploads } from '@/upload/queue'
import { Icon, IconButton, Menu, MenuChoice, MenuItem, MenuLine, MenuNote, Sheet } from '@/ui'
import { listen_to_events } from './events'
import { choose_language, language_items, theme_items } from './looks'
import { Mark } from './mark'
import { OnceWanted, piece } from './piece'
import { Rail } from './rail'
import { useReach } from './reach'
import { Region } from './region'
import { RestoredNote } from './restored'
import { SearchBox } from './search_box'
import { Gate, useMe } from './session'
import { listen_for_shortcuts, useShortcut } from './shortcuts'
import { set_theme, useTheme, type Theme } from './theme'
import { useIsNarrow, useIsOnline } from './width'
import styles from './shell.module.css'

const BasketSheet = piece(() => import('@/downloads/basket_sheet'), 'BasketSheet')
const ShortcutSheet = piece(() => import('./shortcut_sheet'), 'ShortcutSheet')
const UploadTray = piece(() => import('@/upload/tray'), 'UploadTray')

export function Inside() {
  return (
    <Gate>
      <Shell />
    </Gate>
  )
}

function Shell() {
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const is_narrow = useIsNarrow(720)
  const is_online = useIsOnline()
  const { is_lost, hear } = useReach()
  const here = useLocation()
  const has_uploads = useSyncExternalStore(subscribe_uploads, has_something_to_show(me.id))
  const [sheet, set_sheet] = useState<'basket' | 'keys' | 'rail' | null>(null)
  const params = useParams({ strict: false }) as { library?: string; folder?: string; asset?: string }
  const asset = useQuery({ ...asset_query(params.asset ?? ''), enabled: params.asset !== undefined })
  const library = params.library ?? asset.data?.library
  const folder = params.folder ?? asset.data?.folder ?? undefined

  useEffect(() => listen_for_shortcuts(), [])
  useEffect(
    () =>
      listen_to_events((kind) => {
        hear(kind)
        if (kind === 'account') void queries.invalidateQueries({ queryKey: ['me'] })
        if (kind === 'inbox') for (const key of ['inbox', 'requests']) void queries.invalidateQueries({ queryKey: [key] })
        if (kind === 'requests') requests_changed(queries)
        if (kind === 'resync') void queries.invalidateQueries()
      }),
    [queries, hear],
  )
  useEffect(() => {
    connect_changes(queries)
    let timer = 0
    connect_uploads(() => {
      window.clearTimeout(timer)
      timer = window.setTimeout(() => {
        for (const key of ['assets', 'asset', 'files', 'folders']) void queries.invalidateQueries({ queryKey: [key] })
      }, 400)
    })
    return () => window.clearTimeout(timer)
  }, [queries])
  useEffect(() => set_sheet((before) => (before === 'rail' ? null : before)), [here.pathname])
  useShortcut('help', () => set_sheet('keys'))
  useShortcut('libraries', () => void navigate({ to: '/' }))
  useShortcut('requests', () => void navigate({ to: '/requests' }))

  const rail = (
    <Rail
      library={library}
      folder={folder}
      on_files={(to, transfer) => library && void accept_drop(me.id, transfer, { library, folder: to, label: t('upload.the_folder') })}
    />
  )
  return (
    <div className={styles['shell']}>
      <a href="#content" className={styles['skip']}>
        {t('shell.skip')}
      </a>
      <header className={styles['header']}>
        <Link to="/" className={styles['mark']} aria-label={t('shell.home')}>
          <Mark />
          {!is_narrow && <span>Exeat</span>}
        </Link>
        {library ? <SearchBox key={library} library={library} /> : <span className={styles['stretch']} />}
        <Bell />
        <BasketButton on_open={() => set_sheet('basket')} />
        <AccountMenu on_keys={() => set_sheet('keys')} />
      </header>
      <div className={styles['notices']}>
        {!is_online && (
          <div className={styles['notice']} role="status">
            <Icon name="offline" /> {t('shell.offline')}
          </div>
        )}
        {is_online && is_lost && (
          <div className={styles['notice']} role="status">
            <Icon name="offline" /> {t('shell.lost')}
          </div>
        )}
        <RestoredNote />
      </div>
      {!is_narrow && (
        <nav className={styles['rail']} aria-label={t('shell.rail')}>
          {rail}
        </nav>
      )}
      <main className={styles['main']} id="content" tabIndex={-1}>
        <Region key={here.pathname}>
          <Outlet />
        </Region>
      </main>
      {is_narrow && (
        <nav className={styles['foot']} aria-label={t('shell.foot')}>
          <Link to="/" className={styles['foot_item']} activeOptions={{ exact: true }}>
            <Icon name="library" size={20} />
            {t('home.title')}
          </Link>
          <FootUpload library={library} folder={folder} />
          <Link to="/requests" className={styles['foot_item']}>
            <Icon name="inbox" size={20} />
            {t('requests.title')}
          </Link>
          <button type="button" className={styles['foot_item']} onClick={() => set_sheet('rail')}>
            <Icon name="menu" size={20} />
            {t('shell.more')}
          </button>
        </nav>
      )}
      <Sheet open={sheet === 'rail'} on_close={() => set_sheet(null)} title={t('shell.rail')}>
        <div className={styles['rail_sheet']}>{rail}</div>
      </Sheet>
      <OnceWanted wanted={sheet === 'basket'}>
        <BasketSheet open={sheet === 'basket'} on_close={() => set_sheet(null)} />
      </OnceWanted>
      <OnceWanted wanted={sheet === 'keys'}>
        <ShortcutSheet open={sheet === 'keys'} on_close={() => set_sheet(null)} />
      </OnceWanted>
      <DownloadDesk />
      <RequestDesk />
      <OnceWanted wanted={has_uploads}>
        <UploadTray />
      </OnceWanted>
    </div>
  )
}

/** Sends files to where somebody is; from elsewhere only when there is but one library to mean. */
function FootUpload({ library, folder }: { library: string | undefined; folder: string | undefined }) {
  const me = useMe()
  const libraries = useQuery(libraries_query)
  const open = libraries.data?.filter((one) => one.can.upload) ?? []
  const to = library ? open.find((one) => one.id === library) : open.length === 1 ? open[0] : undefined
  const folders = useQuery({ ...folders_query(to?.id ?? ''), enabled: to !== undefined && folder !== undefined })
  const inside = folders.data?.find((one) => one.id === folder)
  if (!to || (inside && !inside.can.upload)) return null
  return (
    <button type="button" className={styles['foot_item']} onClick={() => choose_files(me.id, { library: to.id, folder: inside?.id ?? null, label: inside?.name ?? to.name })}>
      <Icon name="upload" size={20} />
      {t('upload.button')}
    </button>
  )
}

function BasketButton({ on_open }: { on_open: () => void }) {
  const { kept } = useBasket(useMe().id)
  return <IconButton icon="basket" label={t('basket.open', { count: kept.length })} count={kept.length} onClick={on_open} />
}

function AccountMenu({ on_keys }: { on_keys: () => void }) {
  const me = useMe()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const theme = useTheme()
  const languages = language_items()
  async function sign_out() {
    await take(api.DELETE('/api/session')).catch(() => undefined)
    empty_basket(me.id)
    forget_unfinished(me.id)
    queries.clear()
    await navigate({ to: '/login' })
  }
  const initials = me.name.split(/\s+/).map((word) => [...word][0] ?? '').slice(0, 2).join('').toUpperCase()
  return (
    <Menu
      trigger={
        <button type="button" className={styles['avatar']} aria-label={t('shell.account', { name: me.name })}>
          {initials}
        </button>
      }
    >
      <MenuNote>
        <bdi className={styles['me_name']}>{me.name}</bdi>
        <bdi>{me.email}</bdi>
      </MenuNote>
      <MenuLine />
      <MenuItem icon="person" on_choose={() => void navigate({ to: '/account/$section', params: { section: 'profile' } })}>
        {t('account.title')}
      </MenuItem>
      <MenuItem icon="bell" on_choose={() => void navigate({ to: '/inbox' })}>
        {t('inbox.title')}
      </MenuItem>
      <MenuItem icon="inbox" on_choose={() => void navigate({ to: '/requests' })}>
        {t('requests.title')}
      </MenuItem>
      <MenuItem icon="pass" on_choose={() => void navigate({ to: '/passes' })}>
        {t('pass.mine')}
      </MenuItem>
      <MenuItem icon="keyboard" keys="?" on_choose={on_keys}>
        {t('keys.title')}
      </MenuItem>
      <MenuLine />
      <MenuChoice<Theme>
        label={t('theme.title')}
        value={theme}
        on_change={set_theme}
        items={theme_items()}
      />
      {languages.length > 0 && (
        <>
          <MenuLine />
          <MenuChoice<Language>
            label={t('language.title')}
            value={language()}
            on_change={choose_language}
            items={languages}
          />
        </>
      )}
      <MenuLine />
      <MenuItem icon="sign_out" on_choose={() => void sign_out()}>
        {t('session.sign_out')}
      </MenuItem>
    </Menu>
  )
}
