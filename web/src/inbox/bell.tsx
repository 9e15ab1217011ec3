// How many notices are unread, in the header of every page. What becomes of one's own requests while a page is open is said
// there and then, with the way to it.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { announce } from '@/app/live'
import { useShortcut } from '@/app/shortcuts'
import { t } from '@/i18n'
import { icon_button_class, IconFace, say_news, Tooltip } from '@/ui'
import { newest_unread, unread_query, type Notice } from './calls'
import { is_ones_own, way_of } from './model'

/** Older ones came some other way: they were marked as unread again. */
const k_news_ms = 120_000

export function Bell() {
  const navigate = useNavigate()
  const { data: unread } = useQuery(unread_query)
  useShortcut('inbox', () => void navigate({ to: '/inbox' }))
  useNews(unread)
  const label = t('inbox.open', { count: unread ?? 0 })
  return (
    <Tooltip text={label} keys="G N">
      <Link to="/inbox" className={icon_button_class()} activeProps={{ className: icon_button_class({ is_here: true }) }} aria-label={label} aria-keyshortcuts="g n">
        <IconFace icon="bell" count={unread ?? 0} />
      </Link>
    </Tooltip>
  )
}

function useNews(unread: number | undefined): void {
  const navigate = useNavigate()
  const is_in_sight = useLocation({ select: (here) => here.pathname === '/inbox' })
  const before = useRef<number | null>(null)
  const told = useRef('')
  useEffect(() => {
    if (unread === undefined) return
    const has_more = before.current !== null && unread > before.current
    before.current = unread
    if (!has_more || document.visibilityState !== 'visible') return
    const tell = ({ id, kind, text, button, made_at, ...rest }: Notice) => {
      if (told.current === id || Math.abs(Date.now() - Date.parse(made_at)) > k_news_ms) return
      told.current = id
      if (is_in_sight || !is_ones_own(kind)) announce(text)
      else say_news(text, { text: button, run: () => void navigate(way_of({ kind, ...rest })) })
    }
    void newest_unread().then((notice) => notice && tell(notice), () => undefined)
  }, [unread, is_in_sight, navigate])
}
