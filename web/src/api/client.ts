// Calls of the server's API with the types of its own document. What is refused comes out as a Refused error that
// carries the problem (RFC 9457); a lost session is told to whoever listens.
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type Problem = Schemas['Problem']
export type Me = Schemas['Me']
export type Library = Schemas['Library']
export type LibraryKind = Schemas['LibraryKind']
export type LibrarySettings = Schemas['LibrarySettings']
export type Folder = Schemas['Folder']
export type AssetChange = Schemas['AssetChange']
export type AssetFile = Schemas['AssetFile']
export type Action = Schemas['Action']
export type Decision = Schemas['Decision']
export type Delivery = Schemas['Delivery']
export type LeftOut = Schemas['LeftOut']
export type Member = Schemas['Member']
export type Role = Schemas['Role']
export type Flag = Schemas['Flag']
export type Access = Schemas['Access']
export type Protection = Schemas['Protection']
export type AssetStatus = Schemas['AssetStatus']

/** What the server has made of a file to look at it. */
export interface Picture {
  state: 'ready' | 'waiting' | 'failed'
  width?: number | null
  height?: number | null
  colour?: string | null
}
export type AssetRow = Schemas['AssetRow'] & { picture?: Picture | null }
export type Asset = Schemas['Asset'] & { picture?: Picture | null }

export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly retry_after: number | null = null,
  ) {
    super(problem.detail)
    this.name = 'Refused'
  }
  get status(): number {
    return this.problem.status
  }
  get code(): string {
    return this.problem.type.split('/').at(-1) ?? ''
  }
  get why(): string[] {
    return this.problem.why ?? []
  }
}

export const k_unreachable = 'unreachable'

function unreachable(): Refused {
  return new Refused({ type: `/problems/${k_unreachable}`, title: '', status: 0, detail: '', request_id: '' })
}

type Listener = () => void
const signed_out_listeners = new Set<Listener>()
/** Tells when the server no longer knows who asks. */
export function on_signed_out(listener: Listener): () => void {
  signed_out_listeners.add(listener)
  return () => signed_out_listeners.delete(listener)
}

/** For calls that go another way than this file (uploads). */
export function tell_signed_out(): void {
  for (const listener of signed_out_listeners) listener()
}

export const api = createClient<paths>({ baseUrl: '' })

interface Answered<T> {
  data?: T
  error?: unknown
  response: Response
}

function is_problem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'type' in body && 'status' in body
}

async function settle<T>(call: Promise<Answered<T>>, unless: 'told' | 'silent' = 'told'): Promise<Answered<T>> {
  let answer: Answered<T>
  try {
    answer = await call
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
  if (answer.response.ok) return answer
  const { response } = answer
  if (response.status === 401 && unless === 'told') tell_signed_out()
  const wait = Number(response.headers.get('Retry-After'))
  if (is_problem(answer.error)) throw new Refused(answer.error, Number.isFinite(wait) && wait > 0 ? wait : null)
  throw new Refused({ type: '/problems/unknown', title: '', status: response.status, detail: '', request_id: '' })
}

/** The body of an answer, or a Refused. */
export async function take<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await settle(call)).data as T
}

/** The same where nobody is expected to be signed in: a 401 is an answer like others. */
export async function take_quietly<T>(call: Promise<Answered<T>>): Promise<T> {
  return (await settle(call, 'silent')).data as T
}

/** The body together with the version that If-Match wants when it is changed. */
export async function take_versioned<T>(call: Promise<Answered<T>>): Promise<{ value: T; version: string }> {
  const answer = await settle(call)
  return { value: answer.data as T, version: answer.response.headers.get('ETag') ?? '' }
}

/** The head of a change that goes over a known version. */
export function over(version: string | number): { headers: { 'If-Match': string } } {
  return { headers: { 'If-Match': typeof version === 'number' ? `"${version}"` : version } }
}
