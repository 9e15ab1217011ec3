// Leave to take files: a ticket whose address gives the bytes. Each is counted and recorded by the server.
import { api, take, type Delivery } from '@/api/client'
import type { Wanted } from './wanted'

export interface Accepted {
  use: string
  terms: { id: string; version: number }[]
}

export function make_delivery(wanted: readonly Wanted[], accepted: Accepted | null): Promise<Delivery> {
  return take(
    api.POST('/api/deliveries', {
      body: {
        items: wanted.map(({ asset, file }) => ({ asset, file })),
        ...(accepted?.use ? { answers: { intended_use: accepted.use } } : {}),
        terms: accepted?.terms ?? [],
      },
    }),
  )
}
