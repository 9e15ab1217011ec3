// A mistake of ours in one part of the page stays there.
import { Component, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Button, EmptyState } from '@/ui'

const k_reloaded = 'exeat.reloaded_at'

/** A piece of the program is gone after the server was renewed: load the page again, once. */
function reload_once(error: unknown): boolean {
  const is_missing_piece = error instanceof TypeError && /import|module/i.test(error.message)
  if (!is_missing_piece) return false
  const last = Number(sessionStorage.getItem(k_reloaded) ?? 0)
  if (Date.now() - last < 60_000) return false
  sessionStorage.setItem(k_reloaded, String(Date.now()))
  location.reload()
  return true
}

export class Region extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override componentDidCatch(error: unknown) {
    reload_once(error)
  }
  override render() {
    if (this.state.error === null) return this.props.children
    return <Broken on_retry={() => this.setState({ error: null })} />
  }
}

export function Broken({ on_retry }: { on_retry: () => void }) {
  return <EmptyState icon="warning" title={t('problem.broken')} text={t('problem.broken_more')} action={<Button onClick={on_retry}>{t('ui.retry')}</Button>} />
}
