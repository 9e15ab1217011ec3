// Requests in every state, on top of the small house: a form with all kinds of fields, and what people asked for. There before the
// first test of whichever import this.
import { beforeAll } from 'vitest'
import type { Caller } from './server.ts'
import { house } from './stage.ts'

interface Asked {
  viewer: Caller
  owner: Caller
  /** By how they stand. */
  requests: Record<'pending' | 'approved' | 'rejected' | 'revoked', string>
}

const k_fields = [
  { name: 'medium', type: 'select', label: 'Medium', help: 'Where it will be seen.', placeholder: '', required: true, options: ['Print', 'Web', 'Film'], shown_if: null },
  { name: 'print_run', type: 'number', label: 'Print run', help: '', placeholder: '5000', required: true, options: [], shown_if: { field: 'medium', test: 'equals', value: 'Print' } },
  { name: 'places', type: 'multi_select', label: 'Countries', help: '', placeholder: '', required: false, options: ['Austria', 'Chad', 'Peru'], shown_if: null },
  { name: 'credit', type: 'checkbox', label: 'The photographer is named', help: '', placeholder: '', required: true, options: [], shown_if: null },
]
const k_answers = { intended_use: 'A poster for the harbour festival', medium: 'Web', credit: true }

export let asked: Asked
beforeAll(async () => {
  const { admin, assets } = house
  const viewer = await house.server.sign_in('viewer@example.org')
  const owner = await house.server.sign_in('owner@example.org')
  const path = `/api/libraries/${house.library}/settings`
  const settings = await admin.ask('GET', path)
  await admin.change(path, { ...settings, requests: { ...settings.requests, fields: k_fields } }, 'PUT')
  const ask = async (name: string): Promise<string> => {
    await admin.change(`/api/assets/${assets[name]}`, { protection: 'on_request' })
    return (await viewer.ask('POST', '/api/requests', { assets: [assets[name]], answers: k_answers })).items[0].id as string
  }
  const requests = { pending: await ask('quay-20.png'), approved: await ask('quay-21.png'), rejected: await ask('quay-22.png'), revoked: await ask('quay-23.png') }
  await owner.ask('POST', '/api/requests/decisions', { requests: [requests.approved, requests.revoked], decision: 'approve', valid_for: '30d' })
  await owner.ask('POST', '/api/requests/decisions', { requests: [requests.rejected], decision: 'reject', note: 'The festival has its own pictures.' })
  await owner.ask('POST', `/api/requests/${requests.revoked}/revoke`, { note: 'The rights have ended.' })
  asked = { viewer, owner, requests }
})
