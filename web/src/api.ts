// Calls of the server's API. A refusal or mistake comes back as a Problem (RFC 9457), never as an exception.

export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  needs?: string[]
  why?: string[]
  errors?: { pointer: string; detail: string }[]
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export interface Me {
  id: string
  email: string
  name: string
  level: number
  abilities: { create_library: boolean }
}

/// What signing in answers: whether the second factor is still owed, and who one is.
export interface SignedIn {
  code_needed: boolean
  me: Me | null
}

export interface Library {
  id: string
  name: string
  kind: string
  archived_at: string | null
  can: { upload: boolean }
}

export interface Folder {
  id: string
  parent: string | null
  name: string
}

export interface Asset {
  id: string
  name: string
  media_type: string
  size: number
  folder: string | null
  status: string
  download: { outcome: string; needs: string[] }
  can: { download: boolean }
  why: string[]
}

export interface Page<T> {
  items: T[]
  next: string | null
  count?: number | null
}

export interface Delivery {
  url: string
  left_out: { asset: string; why: string[] }[]
}

const unreachable: Problem = {
  type: '/problems/unreachable',
  title: 'Not reachable',
  status: 0,
  detail: 'The server cannot be reached. Check the connection and try again.',
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const text = await response.text()
    const value: unknown = text === '' ? null : JSON.parse(text)
    return response.ok ? { ok: true, value: value as T } : { ok: false, problem: value as Problem }
  } catch {
    return { ok: false, problem: unreachable }
  }
}
