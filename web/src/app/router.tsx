// Which address shows which page. What is not needed at once comes when it is asked for.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { k_tabs, type AssetTab } from '@/asset/asset_tabs'
import { read_part, type Only } from '@/inbox/model'
import { read_library_search, type LibrarySearch } from '@/library/search'
import { read_requests_search, type RequestsSearch } from '@/requests/search'
import { read_mails_search, type MailsSearch } from '@/settings/mails_search'
import { t } from '@/i18n'
import { EmptyState } from '@/ui'
import { LiveRegions } from './live'
import { Broken } from './region'
import { Inside } from './shell'
import { usePageTitle } from './title'

const root = createRootRoute({
  component: () => (
    <>
      <LiveRegions />
      <Outlet />
    </>
  ),
  notFoundComponent: NoPage,
})

function NoPage() {
  const heading = usePageTitle(t('problem.no_page'))
  return (
    <main>
      <h1 ref={heading} tabIndex={-1} className="visually-hidden">
        {t('problem.no_page')}
      </h1>
      <EmptyState icon="question" title={t('problem.no_page')} text={t('problem.no_page_more')} action={<a href="/">{t('home.title')}</a>} />
    </main>
  )
}

const read_to = (raw: Record<string, unknown>): { to?: string | undefined } => ({ to: typeof raw['to'] === 'string' ? raw['to'] : undefined })
const wall = () => import('@/library/library_page')
const doors = () => import('@/session/pages')

const setup = createRoute({ getParentRoute: () => root, path: '/setup', component: lazyRouteComponent(doors, 'SetUpPage') })
const login = createRoute({ getParentRoute: () => root, path: '/login', validateSearch: read_to, component: lazyRouteComponent(doors, 'SignInPage') })
const code = createRoute({ getParentRoute: () => root, path: '/login/code', validateSearch: read_to, component: lazyRouteComponent(doors, 'CodePage') })
const forgot = createRoute({ getParentRoute: () => root, path: '/forgot', component: lazyRouteComponent(doors, 'ForgotPage') })
const reset = createRoute({ getParentRoute: () => root, path: '/reset/$token', component: lazyRouteComponent(doors, 'ResetPage') })

const way_out = createRoute({ getParentRoute: () => root, path: '/unsubscribe/$token', component: lazyRouteComponent(() => import('@/session/unsubscribe_page'), 'UnsubscribePage') })

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Inside })
const home = createRoute({ getParentRoute: () => inside, path: '/', component: lazyRouteComponent(() => import('@/library/home_page'), 'HomePage') })
const read_search = (raw: Record<string, unknown>): LibrarySearch => read_library_search(raw)
const library = createRoute({ getParentRoute: () => inside, path: '/l/$library', validateSearch: read_search, component: lazyRouteComponent(wall, 'LibraryPage') })
const folder = createRoute({ getParentRoute: () => inside, path: '/l/$library/f/$folder', validateSearch: read_search, component: lazyRouteComponent(wall, 'LibraryPage') })
const usage = createRoute({ getParentRoute: () => inside, path: '/l/$library/usage', component: lazyRouteComponent(() => import('@/library/usage_page'), 'UsagePage') })
const sharing = createRoute({ getParentRoute: () => inside, path: '/l/$library/sharing', component: lazyRouteComponent(() => import('@/library/sharing_page'), 'SharingPage') })
const bin = createRoute({ getParentRoute: () => inside, path: '/l/$library/bin', component: lazyRouteComponent(() => import('@/library/bin_page'), 'BinPage') })
const asset = createRoute({
  getParentRoute: () => inside,
  path: '/a/$asset',
  validateSearch: (raw: Record<string, unknown>): { tab?: AssetTab | undefined } => {
    const tab = k_tabs.find((one) => one === raw['tab'])
    return { tab: tab === 'details' ? undefined : tab }
  },
  component: lazyRouteComponent(() => import('@/asset/asset_page'), 'AssetPage'),
})
const account = createRoute({ getParentRoute: () => inside, path: '/account/$section', component: lazyRouteComponent(() => import('@/account/account_page'), 'AccountPage') })
const people = createRoute({ getParentRoute: () => inside, path: '/admin/users', component: lazyRouteComponent(() => import('@/admin/people_page'), 'PeoplePage') })
const person = createRoute({ getParentRoute: () => inside, path: '/admin/users/$id', component: lazyRouteComponent(() => import('@/admin/person_page'), 'PersonPage') })
const groups = createRoute({ getParentRoute: () => inside, path: '/admin/groups', component: lazyRouteComponent(() => import('@/admin/groups_page'), 'GroupsPage') })
const group = createRoute({ getParentRoute: () => inside, path: '/admin/groups/$id', component: lazyRouteComponent(() => import('@/admin/groups_page'), 'GroupPage') })
const roles = createRoute({ getParentRoute: () => inside, path: '/admin/roles', component: lazyRouteComponent(() => import('@/admin/roles_page'), 'RolesPage') })
const role = createRoute({ getParentRoute: () => inside, path: '/admin/roles/$id', component: lazyRouteComponent(() => import('@/admin/roles_page'), 'RolePage') })

const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/admin/jobs',
  validateSearch: (raw: Record<string, unknown>): { status?: 'waiting' | undefined } => ({ status: raw['status'] === 'waiting' ? 'waiting' : undefined }),
  component: lazyRouteComponent(() => import('@/admin/jobs_page'), 'JobsPage'),
})
const attributes = createRoute({ getParentRoute: () => inside, path: '/settings/attributes', component: lazyRouteComponent(() => import('@/settings/attributes_page'), 'AttributesPage') })
const terms = createRoute({ getParentRoute: () => inside, path: '/settings/terms', component: lazyRouteComponent(() => import('@/settings/terms_page'), 'TermsPage') })

const rules = createRoute({ getParentRoute: () => inside, path: '/settings/rules', component: lazyRouteComponent(() => import('@/settings/rules_page'), 'RulesPage') })

const mails = createRoute({
  getParentRoute: () => inside,
  path: '/settings/mail',
  validateSearch: (raw: Record<string, unknown>): MailsSearch => read_mails_search(raw),
  component: lazyRouteComponent(() => import('@/settings/mails_page'), 'MailsPage'),
})
const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  validateSearch: (raw: Record<string, unknown>): { only?: Only | undefined } => ({ only: read_part(raw['only']) }),
  component: lazyRouteComponent(() => import('@/inbox/inbox_page'), 'InboxPage'),
})

const requests_page = () => import('@/requests/requests_page')
const read_requests = (raw: Record<string, unknown>): RequestsSearch => read_requests_search(raw)
const requests = createRoute({ getParentRoute: () => inside, path: '/requests', validateSearch: read_requests, component: lazyRouteComponent(requests_page, 'RequestsPage') })
const request = createRoute({ getParentRoute: () => inside, path: '/requests/$id', validateSearch: read_requests, component: lazyRouteComponent(requests_page, 'RequestsPage') })
const passes = createRoute({ getParentRoute: () => inside, path: '/passes', component: lazyRouteComponent(() => import('@/requests/passes_page'), 'PassesPage') })

const tree = root.addChildren([setup, login, code, forgot, reset, way_out, inside.addChildren([home, library, folder, usage, sharing, bin, asset, account, people, person, groups, group, roles, role, jobs, attributes, terms, rules, mails, inbox, requests, request, passes])])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultErrorComponent: ({ reset: again }) => <Broken on_retry={again} />,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
