import { useState } from 'react'
import { page_styles as styles } from '@/app/page'
import { set_single_keys, single_keys_on } from '@/app/shortcuts'
import { keep_language, set_theme, useTheme, type Theme } from '@/app/theme'
import { k_offered, language, t, set_language, type Language } from '@/i18n'
import { Segmented, Select, Switch } from '@/ui'

export function Looks() {
  const theme = useTheme()
  const [has_keys, set_has_keys] = useState(single_keys_on)
  return (
    <section className={styles['sheet']}>
      <h2>{t('account.display')}</h2>
      <Segmented<Theme>
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
        <Select<Language>
          label={t('language.title')}
          value={language()}
          on_change={(tag) => {
            keep_language(tag)
            void set_language(tag).then(() => window.dispatchEvent(new Event('exeat-language')))
          }}
          items={k_offered.map((one) => ({ value: one.tag, text: one.name }))}
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
