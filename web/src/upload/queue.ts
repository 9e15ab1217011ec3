// Uploads of this page: a queue that outlives every route. Each file goes by tus, in pieces, three at a time; after a reload
// the same file, chosen again by the same person for the same place, goes on where it stopped.
import type { Upload } from 'tus-js-client'
import { k_unreachable, Refused, tell_signed_out, type Problem } from '@/api/client'
import { problem_text } from '@/api/problem_text'
import { folder_for } from './folders'

export interface UploadTarget {
  library: string
  folder: string | null
  replaces?: string
  attach_to?: string
  /** What the person calls the place. */
  label: string
}

export interface Picked {
  file: File
  /** The folders around it, as they were dropped: "Trip/Day 1". */
  path: string
}

export type UploadState = 'waiting' | 'sending' | 'paused' | 'done' | 'failed'

export interface UploadItem {
  id: number
  name: string
  size: number
  sent: number
  state: UploadState
  target: UploadTarget
  asset: string | null
  error: string | null
}

const k_at_once = 3
const k_chunk = 8 * 1024 * 1024
const k_prefix = 'exeat-upload'

interface Entry {
  item: UploadItem
  person: string
  picked: Picked
  upload: Upload | null
}

let entries: Entry[] = []
let snapshot: UploadItem[] = []
let next_id = 1
const listeners = new Set<() => void>()
let on_stored: () => void = () => undefined

export function connect_uploads(stored: () => void): void {
  on_stored = stored
}

export function subscribe_uploads(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export function uploads(): UploadItem[] {
  return snapshot
}

function publish(): void {
  snapshot = entries.map((entry) => entry.item)
  for (const listener of listeners) listener()
}

function update(entry: Entry, change: Partial<UploadItem>): void {
  entry.item = { ...entry.item, ...change }
  publish()
}

export function is_active(): boolean {
  return entries.some((entry) => entry.item.state === 'sending' || entry.item.state === 'waiting')
}

export function add_uploads(person: string, picked: Picked[], target: UploadTarget): void {
  for (const one of picked) {
    entries.push({ person, picked: one, upload: null, item: { id: next_id++, name: one.file.name, size: one.file.size, sent: 0, state: 'waiting', target, asset: null, error: null } })
  }
  publish()
  advance()
}

function advance(): void {
  const sending = entries.filter((entry) => entry.item.state === 'sending').length
  for (const entry of entries.filter((one) => one.item.state === 'waiting').slice(0, k_at_once - sending)) void send(entry)
}

/** One file of one person for one place: nobody else's half-sent file is ever gone on with. */
export function fingerprint_of(person: string, target: UploadTarget, file: Pick<File, 'name' | 'size' | 'lastModified'>, path: string): string {
  return [k_prefix, person, target.library, target.replaces ?? target.attach_to ?? target.folder ?? '', path, file.name, file.size, file.lastModified].join('/')
}

/** Names of files that this person began to send and did not finish. */
export function unfinished(person: string): string[] {
  const names: string[] = []
  for (let index = 0; index < localStorage.length; index++) {
    const key = localStorage.key(index) ?? ''
    if (!key.startsWith(`tus::${k_prefix}/${person}/`)) continue
    const name = key.split('::')[1]?.split('/').at(-3)
    if (name) names.push(name)
  }
  return names
}

/** Whether the tray has anything to say to that person. */
export const has_something_to_show = (person: string) => () => entries.length > 0 || unfinished(person).length > 0

export function forget_unfinished(person: string): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`tus::${k_prefix}/${person}/`)) localStorage.removeItem(key)
}

function problem_of(error: unknown): Refused {
  const response = (error as { originalResponse?: { getBody(): string; getStatus(): number } | null }).originalResponse
  if (response) {
    if (response.getStatus() === 401) tell_signed_out()
    try {
      const problem = JSON.parse(response.getBody()) as Problem
      if (typeof problem.detail === 'string') return new Refused(problem)
    } catch {
      // No problem document: a proxy's answer, or none at all.
    }
  }
  return new Refused({ type: `/problems/${k_unreachable}`, title: '', status: 0, detail: '', request_id: '' })
}

async function send(entry: Entry): Promise<void> {
  const { person, picked } = entry
  const { target } = entry.item
  update(entry, { state: 'sending', error: null })
  try {
    const folder = picked.path ? await folder_for(target.library, target.folder, picked.path) : target.folder
    if (!entries.includes(entry)) return
    const fingerprint = fingerprint_of(person, target, picked.file, picked.path)
    const metadata: Record<string, string> = { filename: picked.file.name }
    if (target.replaces) metadata['replaces'] = target.replaces
    else if (target.attach_to) metadata['attach_to'] = target.attach_to
    else {
      metadata['library'] = target.library
      if (folder) metadata['folder'] = folder
    }
    const tus = await import('tus-js-client')
    const upload = new tus.Upload(picked.file, {
      endpoint: '/api/uploads',
      chunkSize: k_chunk,
      retryDelays: [0, 1000, 3000, 5000, 10_000],
      metadata,
      fingerprint: () => Promise.resolve(fingerprint),
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => update(entry, { sent }),
      onAfterResponse: (_request, response) => {
        const asset = response.getHeader('Exeat-Asset')
        if (asset) update(entry, { asset })
      },
      onSuccess: () => {
        update(entry, { state: 'done', sent: entry.item.size })
        on_stored()
        advance()
      },
      onError: (error) => {
        const text = problem_text(problem_of(error))
        update(entry, { state: 'failed', error: [text.detail, ...text.more].join(' ') })
        advance()
      },
    })
    entry.upload = upload
    const before = await upload.findPreviousUploads()
    if (before[0]) upload.resumeFromPreviousUpload(before[0])
    if (entry.item.state === 'sending') upload.start()
  } catch (error) {
    const text = problem_text(error)
    update(entry, { state: 'failed', error: [text.detail, ...text.more].join(' ') })
    advance()
  }
}

const find = (id: number) => entries.find((entry) => entry.item.id === id)

export function pause_upload(id: number): void {
  const entry = find(id)
  if (!entry) return
  void entry.upload?.abort()
  update(entry, { state: 'paused' })
  advance()
}

export function resume_upload(id: number): void {
  const entry = find(id)
  if (!entry) return
  update(entry, { state: 'waiting', error: null })
  advance()
}

/** Gives one up; the server forgets what it has of it. */
export function cancel_upload(id: number): void {
  const entry = find(id)
  if (!entry) return
  entries = entries.filter((one) => one !== entry)
  if (entry.item.state !== 'done') void entry.upload?.abort(true).catch(() => undefined)
  publish()
  advance()
}

export function clear_done(): void {
  entries = entries.filter((entry) => entry.item.state !== 'done')
  publish()
}

/** While there is no connection nothing is tried; afterwards everything goes on. */
export function pause_all(): void {
  for (const entry of entries) {
    if (entry.item.state !== 'sending') continue
    void entry.upload?.abort()
    entry.item = { ...entry.item, state: 'waiting' }
  }
  publish()
}
export function resume_all(): void {
  advance()
}
