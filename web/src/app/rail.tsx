// The way around: the pages of the library that one is in, one's own, and those of whoever looks after the site. Beside every page,
// and in a sheet on a phone.
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import type { Library, Me } from '@/api/client'
import { t, type Key } from '@/i18n'
import { FolderTree } from '@/library/folder_tree'
import { library_icon } from '@/library/library_icon'
import { libraries_query } from '@/library/queries'
import { request_counts_query } from '@/requests/calls'
import { useIsReviewer } from '@/requests/reviewer'
import { class_names, Icon, Menu, MenuChoice, MenuItem, MenuLine, type IconName } from '@/ui'
import { useMe } from './session'
import styles from './shell.module.css'

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

export function Rail({ library, folder, on_files }: { library: string | undefined; folder: string | undefined; on_files: (folder: string, transfer: DataTransfer) => void }) {
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
