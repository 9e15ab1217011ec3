import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { t } from '@/i18n'
import { Icon } from '@/ui'
import { add_uploads, type Picked, type UploadTarget } from './queue'
import styles from './upload.module.css'

function read_all(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    const all: FileSystemEntry[] = []
    const more = () =>
      reader.readEntries((some) => {
        if (some.length === 0) resolve(all)
        else {
          all.push(...some)
          more()
        }
      }, reject)
    more()
  })
}

async function files_in(entry: FileSystemEntry, path: string): Promise<Picked[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, path }]
  }
  const inside = await read_all((entry as FileSystemDirectoryEntry).createReader())
  const found = await Promise.all(inside.map((one) => files_in(one, path ? `${path}/${entry.name}` : entry.name)))
  return found.flat()
}

/** Files and whole folders that were dropped. */
export async function accept_drop(person: string, transfer: DataTransfer, target: UploadTarget): Promise<void> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const picked = entries.length > 0 ? (await Promise.all(entries.map((entry) => files_in(entry, '')))).flat() : [...transfer.files].map((file) => ({ file, path: '' }))
  add_uploads(person, picked, target)
}

/** A part of the page onto which files may be dropped; it says where they will go. */
export function DropTarget({ name, is_on, on_drop, children }: { name: string; is_on: boolean; on_drop: (transfer: DataTransfer) => void; children: ReactNode }) {
  const depth = useRef(0)
  const [is_over, set_over] = useState(false)
  const brings_files = (event: DragEvent) => is_on && event.dataTransfer.types.includes('Files')
  return (
    <div
      className={styles['drop']}
      onDragEnter={(event) => {
        if (!brings_files(event)) return
        depth.current++
        set_over(true)
      }}
      onDragLeave={(event) => {
        if (!brings_files(event)) return
        depth.current--
        if (depth.current <= 0) set_over(false)
      }}
      onDragOver={(event) => brings_files(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!brings_files(event)) return
        event.preventDefault()
        depth.current = 0
        set_over(false)
        on_drop(event.dataTransfer)
      }}
    >
      {children}
      {is_over && (
        <div className={styles['drop_here']}>
          <Icon name="upload" size={32} />
          <p>{t('upload.drop_here', { name })}</p>
        </div>
      )}
    </div>
  )
}
