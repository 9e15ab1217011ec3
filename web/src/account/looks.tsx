import { useState } from 'react'
import { choose_language, language_items, theme_items } from '@/app/looks'
import { page_styles as styles } from '@/app/page'
import { set_single_keys, single_keys_on } from '@/app/shortcuts'
import { set_theme, useTheme, type Theme } from '@/app/theme'
import { language, t, type Language } from '@/i18n'
import { Segmented, Select, Switch } from '@/ui'

export function Looks() {
  const theme = useTheme()
  const languages = language_items()
  const [has_keys, set_has_keys] = useState(single_keys_on)
  return (
    <section className={styles['sheet']}>
      <h2>{t('account.display')}</h2>
      <Segmented<Theme>
        label={t('theme.title')}
        value={theme}
        on_change={set_theme}
        items={theme_items()}
      />
      {languages.length > 0 && (
        <Select<Language>
          label={t('language.title')}
          value={language()}
          on_change={choose_language}
          items={languages}
        />
      )}
      <Switch
        label={t('account.single_keys')}
        description={t('account.single_keys_more')}
        checked={has_keys}
        on_change={(on) => {
          set_single_keys(on)
          set_has_keys(on)
        }}
      />
    </section>
  )
}
