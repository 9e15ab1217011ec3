// Narrows the wall by name while somebody types. What is typed stands in the address, so that it can be sent to others.
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { LibrarySearch } from '@/library/search'
import { t } from '@/i18n'
import { Icon, IconButton } from '@/ui'
import { useShortcut } from './shortcuts'
import styles from './shell.module.css'

export function SearchBox({ library }: { library: string }) {
  const search: LibrarySearch = useSearch({ strict: false })
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const [text, set_text] = useState(search.q ?? '')
  const sent = useRef(search.q ?? '')
  const timer = useRef(0)

  // The address was changed by something else: a link, the chip's x, the way back.
  useEffect(() => {
    if ((search.q ?? '') === sent.current) return
    sent.current = search.q ?? ''
    set_text(sent.current)
  }, [search.q])
  useEffect(() => () => window.clearTimeout(timer.current), [])
  useShortcut('search', () => {
    input.current?.focus()
    input.current?.select()
  })

  function type(now: string) {
    set_text(now)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      sent.current = now.trim()
      const is_wall = pathname === `/l/${library}` || pathname.startsWith(`/l/${library}/f/`)
      void navigate({
        to: is_wall ? '.' : '/l/$library',
        params: { library },
        search: (before: LibrarySearch) => ({ ...before, q: now.trim() || undefined, asset: undefined }),
        replace: is_wall,
      })
    }, 150)
  }

  return (
    <search className={styles['search']}>
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text) {
            event.preventDefault()
            type('')
          } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault()
            document.querySelector<HTMLElement>('[role=grid] [tabindex="0"]')?.focus()
          }
        }}
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
      />
      {text ? <IconButton icon="close" compact label={t('search.clear')} onClick={() => type('')} /> : <kbd aria-hidden="true">/</kbd>}
    </search>
  )
}
