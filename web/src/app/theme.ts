// Light, dark, or as the system says; and the language. Both are kept in cookies, because the server writes them into the
// page before its first paint.
import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'

const k_year = 31_536_000

export function cookie_value(cookies: string, name: string): string | null {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name) return value ?? ''
  }
  return null
}

function write_cookie(name: string, value: string | null): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${value ?? ''}; Path=/; SameSite=Lax; Max-Age=${value === null ? 0 : k_year}${secure}`
}

const listeners = new Set<() => void>()

export function theme(): Theme {
  const kept = cookie_value(document.cookie, 'exeat_theme')
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function show_theme(): void {
  const now = theme()
  if (now === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = now
}

export function set_theme(value: Theme): void {
  write_cookie('exeat_theme', value === 'system' ? null : value)
  show_theme()
  for (const listener of listeners) listener()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, theme)
}

export function chosen_language(): string | null {
  return cookie_value(document.cookie, 'exeat_language')
}

export function keep_language(tag: string): void {
  write_cookie('exeat_language', tag)
}
