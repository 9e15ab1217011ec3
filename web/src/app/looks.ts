// What the pages can look like, to choose from: in the menu of the account and on its page.
import { k_offered, set_language, t, type Language } from '@/i18n'
import { keep_language, type Theme } from './theme'

export const theme_items = (): { value: Theme; text: string }[] => [
  { value: 'system', text: t('theme.system') },
  { value: 'light', text: t('theme.light') },
  { value: 'dark', text: t('theme.dark') },
]

/** With one language there is nothing to choose. */
export const language_items = (): { value: Language; text: string }[] => (k_offered.length > 1 ? k_offered.map((one) => ({ value: one.tag, text: one.name })) : [])

export function choose_language(tag: Language): void {
  keep_language(tag)
  void set_language(tag).then(() => window.dispatchEvent(new Event('exeat-language')))
}
