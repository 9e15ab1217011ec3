import { useRef, useState } from 'react'
import { problem_text } from '@/api/problem_text'
import { size_text, t } from '@/i18n'
import { Button, Icon, IconButton } from '@/ui'
import { send_answer_file } from './calls'
import { k_most_file_bytes, k_most_files } from './form'
import styles from './requests.module.css'

/** Names of files that were sent from this page, by id: the server is told ids only. */
const sent_names = new Map<string, string>()

/** Files beside an answer: each is sent when it is chosen, so that sending the form stays quick. */
export function FileAnswer({ label, ids, on_change, is_preview }: { label: string; ids: string[]; on_change: (ids: string[]) => void; is_preview: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const [is_busy, set_busy] = useState(false)
  const [wrong, set_wrong] = useState<string | null>(null)
  async function send(files: File[]) {
    set_wrong(null)
    const room = k_most_files - ids.length
    const too_large = files.find((one) => one.size > k_most_file_bytes)
    if (too_large) return set_wrong(t('ask.file_too_large', { name: too_large.name, size: size_text(k_most_file_bytes) }))
    if (files.length > room) return set_wrong(t('ask.too_many_files', { count: k_most_files }))
    set_busy(true)
    const now = [...ids]
    try {
      for (const file of files) {
        const id = await send_answer_file(file)
        sent_names.set(id, file.name)
        now.push(id)
      }
    } catch (error) {
      set_wrong(problem_text(error).detail)
    } finally {
      on_change(now)
      set_busy(false)
    }
  }
  return (
    <div className={styles['answer_files']}>
      {ids.length > 0 && (
        <ul>
          {ids.map((id) => (
            <li key={id}>
              <Icon name="file" />
              <bdi>{sent_names.get(id) ?? t('ask.a_file')}</bdi>
              <IconButton icon="close" compact label={t('ui.remove_named', { name: sent_names.get(id) ?? t('ask.a_file') })} onClick={() => on_change(ids.filter((one) => one !== id))} />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button compact icon="upload" busy={is_busy} disabled={is_preview || ids.length >= k_most_files} onClick={() => input.current?.click()}>
          {t('ask.choose_files')}
          <span className="visually-hidden"> {label}</span>
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          void send(files)
        }}
      />
      {wrong && (
        <p className={styles['wrong']} role="alert">
          {wrong}
        </p>
      )}
    </div>
  )
}
