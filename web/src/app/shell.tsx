// What stands around every page: header, rail, and on a phone a bar at the foot.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api, take, type Library, type Me } from '@/api/client'
import { empty_basket, useBasket } from '@/downloads/basket'
import { DownloadDesk } from '@/downloads/desk'
import { k_offered, language, t, set_language, type Key, type Language } from '@/i18n'
import { connect_changes } from '@/library/moving'
import { asset_query, folders_query, libraries_query } from '@/library/queries'
import { choose_files } from '@/upload/choose'
import { Bell } from '@/inbox/bell'
import { request_counts_query, requests_changed } from '@/requests/calls'
import { RequestDesk } from '@/requests/desk'
import { useIsReviewer } from '@/requests/reviewer'
import { accept_drop } from '@/upload/drop'
import { connect_uploads, forget_unfinished, has_something_to_show, subscribe_uploads } from '@/upload/queue'
import { class_names, Icon, IconButton, Menu, MenuChoice, MenuItem, MenuLine, MenuNote, Sheet, type IconName } from '@/ui'
import { FolderTree } from '@/library/folder_tree'
import { library_icon } from '@/library/library_icon'
import { listen_to_events } from './events'
import { Mark } from './mark'
import { OnceWanted, piece } from './piece'
import { Region } from './region'
import { RestoredNote } from './restored'
import { SearchBox } from './search_box'
import { Gate, useMe } from './session'
import { listen_for_shortcuts, useShortcut } from './shortcuts'
import { keep_language, set_theme, useTheme, type Theme } from './theme'
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
        if (kind === 'account') void queries.invalidateQueries({ queryKey: ['me'] })
        if (kind === 'inbox') for (const key of ['inbox', 'requests']) void queries.invalidateQueries({ queryKey: [key] })
        if (kind === 'requests') requests_changed(queries)
        if (kind === 'resync') void queries.invalidateQueries()
      }),
    [queries],
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
        items={[
          { value: 'system', text: t('theme.system') },
          { value: 'light', text: t('theme.light') },
          { value: 'dark', text: t('theme.dark') },
        ]}
      />
      {k_offered.length > 1 && (
        <>
          <MenuLine />
          <MenuChoice<Language>
            label={t('language.title')}
            value={language()}
            on_change={(tag) => {
              keep_language(tag)
              void set_language(tag).then(() => window.dispatchEvent(new Event('exeat-language')))
            }}
            items={k_offered.map((one) => ({ value: one.tag, text: one.name }))}
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

/** What concerns whoever looks, whichever library they are in. */
function OwnLinks() {
  const is_reviewer = useIsReviewer()
  const counts = useQuery({ ...request_counts_query({ seat: 'any' }), enabled: is_reviewer, refetchInterval: 60_000 })
  const waiting = counts.data?.waiting_for_me ?? 0
  return (
    <ul className={styles['links']}>
      <li>
        <Link to="/requests" className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
          <Icon name="inbox" /> {t('requests.title')}
          {waiting > 0 && (
            <span className={styles['link_count']}>
              <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
              <span className="visually-hidden">{t('requests.waiting_count', { count: waiting })}</span>
            </span>
          )}
        </Link>
      </li>
      <li>
        <Link to="/passes" className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
          <Icon name="pass" /> {t('pass.mine')}
        </Link>
      </li>
    </ul>
  )
}

/** The pages of whoever looks after the site; what somebody may not use is absent. */
const k_managed: { to: string; icon: IconName; text: Key; needs: keyof Me['abilities'] }[] = [
  { to: '/admin/users', icon: 'people', text: 'admin.users', needs: 'manage_people' },
  { to: '/admin/groups', icon: 'group', text: 'admin.groups', needs: 'manage_people' },
  { to: '/admin/roles', icon: 'role', text: 'admin.roles', needs: 'manage_people' },
  { to: '/settings/attributes', icon: 'table', text: 'attributes.title', needs: 'define_attributes' },
  { to: '/settings/terms', icon: 'document', text: 'terms.title', needs: 'define_attributes' },
  { to: '/settings/rules', icon: 'shield', text: 'rules.title', needs: 'change_site_settings' },
  { to: '/settings/mail', icon: 'mail', text: 'mails.title', needs: 'change_site_settings' },
  { to: '/admin/jobs', icon: 'retry', text: 'jobs.title', needs: 'change_site_settings' },
]

function Rail({ library, folder, on_files }: { library: string | undefined; folder: string | undefined; on_files: (folder: string, transfer: DataTransfer) => void }) {
  const me = useMe()
  const libraries = useQuery(libraries_query)
  const here = libraries.data?.find((one) => one.id === library)
  const { pathname } = useLocation()
  const is_wall = pathname === `/l/${library ?? ''}`
  const manages = k_managed.filter((page) => me.abilities[page.needs])
  return (
    <>
      {here ? (
        <>
          <LibrarySwitch here={here} all={libraries.data ?? []} />
          <ul className={styles['links']}>
            <li>
              <Link to="/l/$library" params={{ library: here.id }} className={class_names(styles['link'], is_wall && styles['link_here'])}>
                <Icon name="grid" /> {t('library.all_assets')}
              </Link>
            </li>
            {(here.can.organise || here.can.protect) && (
              <li>
                <Link to="/l/$library/usage" params={{ library: here.id }} className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
                  <Icon name="gear" /> {t('usage.title')}
                </Link>
              </li>
            )}
            {here.can.protect && (
              <li>
                <Link to="/l/$library/sharing" params={{ library: here.id }} className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
                  <Icon name="people" /> {t('members.title')}
                </Link>
              </li>
            )}
            {(here.can.organise || here.can.protect) && (
              <li>
                <Link to="/l/$library/bin" params={{ library: here.id }} className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
                  <Icon name="bin" /> {t('bin.title')}
                </Link>
              </li>
            )}
          </ul>
          <OwnLinks />
          <h2 className={styles['rail_title']}>{t('folder.tree')}</h2>
          <div className={styles['rail_tree']}>
            <FolderTree library={here.id} current={folder} on_files={on_files} />
          </div>
        </>
      ) : (
        <>
          <OwnLinks />
          <h2 className={styles['rail_title']}>{t('home.title')}</h2>
          <ul className={styles['links']}>
            {libraries.data?.map((one) => (
              <li key={one.id}>
                <Link to="/l/$library" params={{ library: one.id }} className={styles['link']}>
                  <Icon name={library_icon(one.kind)} /> <bdi>{one.name}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {manages.length > 0 && (
        <div className={styles['rail_end']}>
          <h2 className={styles['rail_title']}>{t('admin.title')}</h2>
          <ul className={styles['links']}>
            {manages.map((page) => (
              <li key={page.to}>
                <Link to={page.to} className={styles['link']} activeProps={{ className: styles['link_here'] ?? '' }}>
                  <Icon name={page.icon} /> {t(page.text)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function LibrarySwitch({ here, all }: { here: Library; all: Library[] }) {
  const navigate = useNavigate()
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={styles['switch']}>
          <Icon name={library_icon(here.kind)} size={20} />
          <span className={styles['switch_text']}>
            <bdi>{here.name}</bdi>
            <span className="visually-hidden">, {t('shell.switch')}</span>
          </span>
          <Icon name="up_down" />
        </button>
      }
    >
      <MenuChoice
        label={t('home.title')}
        value={here.id}
        on_change={(id) => void navigate({ to: '/l/$library', params: { library: id } })}
        items={all.map((one) => ({ value: one.id, text: one.name }))}
      />
      <MenuLine />
      <MenuItem icon="library" on_choose={() => void navigate({ to: '/' })}>
        {t('home.all')}
      </MenuItem>
    </Menu>
  )
}
