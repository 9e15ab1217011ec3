// One's own account: who one is, how one signs in, where, and what programs may do in one's name.
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Page, page_styles as styles } from '@/app/page'
import { t, type Key } from '@/i18n'
import { EmptyState } from '@/ui'
import { Away } from './away'
import { Looks } from './looks'
import { MailWish } from './mail_wish'
import { Profile } from './profile'
import { Security } from './security'
import { Sessions } from './sessions'
import { Tokens } from './tokens'

const k_sections = { profile: 'account.profile', security: 'account.security', sessions: 'account.sessions', away: 'account.away', tokens: 'account.tokens', mail: 'account.mail', display: 'account.display' } as const satisfies Record<string, Key>
type Section = keyof typeof k_sections

export function AccountPage() {
  const { section } = useParams({ from: '/inside/account/$section' })
  const tabs = useRef<HTMLElement>(null)
  // Where the tabs don't fit beside each other the one that is open is brought into sight.
  useEffect(() => {
    tabs.current?.querySelector(`[href$="/${section}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [section])
  return (
    <Page title={t('account.title')}>
      <nav ref={tabs} aria-label={t('account.title')} className={styles['tabs']}>
        {(Object.keys(k_sections) as Section[]).map((one) => (
          <Link key={one} to="/account/$section" params={{ section: one }} className={styles['tab']}>
            {t(k_sections[one])}
          </Link>
        ))}
      </nav>
      <Content section={section} />
    </Page>
  )
}

function Content({ section }: { section: string }) {
  switch (section) {
    case 'profile':
      return <Profile />
    case 'security':
      return <Security />
    case 'sessions':
      return <Sessions />
    case 'away':
      return <Away />
    case 'tokens':
      return <Tokens />
    case 'mail':
      return <MailWish />
    case 'display':
      return <Looks />
    default:
      return <EmptyState icon="question" title={t('problem.no_page')} text={t('problem.no_page_more')} />
  }
}
