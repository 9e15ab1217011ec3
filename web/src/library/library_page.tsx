// A library or one of its folders: the wall of tiles, what it is narrowed to, and the panel beside it.
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Refused, type AssetRow, type Folder, type Library } from '@/api/client'
import { announce } from '@/app/live'
import { OnceWanted, piece } from '@/app/piece'
import { useMe } from '@/app/session'
import { useShortcut } from '@/app/shortcuts'
import { usePageTitle } from '@/app/title'
import { useIsNarrow } from '@/app/width'
import { Inspector } from '@/asset/inspector'
import { can_zoom } from '@/asset/looking'
import { WhyDialog } from '@/asset/why'
import type { ZoomBegin } from '@/asset/zoom'
import { put_in, take_out, useBasket } from '@/downloads/basket'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { t } from '@/i18n'
import { ask_for, look_at_own_request } from '@/requests/ask_for'
import { accept_drop, DropTarget } from '@/upload/drop'
import { choose_files } from '@/upload/choose'
import { class_names, EmptyState, Icon, IconButton, Late, ProblemState, Skeleton } from '@/ui'
import { AssetGrid, type GridHandle, type TileAct } from './asset_grid'
import { BulkPanel } from './bulk_panel'
import { DeleteAssets } from './delete_assets'
import { MoveDialog } from './folder_dialogs'
import { last_wall } from './last_wall'
import { LibraryHead } from './library_head'
import { begin_drag, type Moved } from './moving'
import { NothingHere, Summary } from './nothing_here'
import { folders_query, k_window, library_query, type Scope } from './queries'
import type { LibrarySearch } from './search'
import { all, between, count_of, extended, is_selected, k_nothing, only, toggled, type Selection } from './selection'
import { SelectionBar } from './selection_bar'
import { TileMenu } from './tile_menu'
import { is_about_request, state_of } from './tile_state'
import { useAssetList } from './windows'
import styles from './library.module.css'

const Zoom = piece(() => import('@/asset/zoom'), 'Zoom')

export function LibraryPage() {
  const { library: id, folder } = useParams({ strict: false }) as { library: string; folder?: string }
  const library = useQuery(library_query(id))
  const folders = useQuery(folders_query(id))
  if (library.isPending || (folder && folders.isPending)) return <div className={styles['loading']}><Skeleton lines={5} tall /></div>
  if (library.isError) {
    if (library.error instanceof Refused && library.error.status === 404) return <Gone />
    return <ProblemState error={library.error} on_retry={() => void library.refetch()} />
  }
  const here = folders.data?.find((one) => one.id === folder)
  if (folder && folders.data && !here) return <Gone />
  return <Wall key={`${id}/${folder ?? ''}`} library={library.data} folder={here} />
}

function Gone() {
  const heading = usePageTitle(t('library.gone'))
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="visually-hidden">
        {t('library.gone')}
      </h1>
      <EmptyState icon="eye_off" title={t('library.gone')} text={t('library.gone_more')} action={<Link to="/">{t('home.title')}</Link>} />
    </>
  )
}

function useSelection(scope: Scope) {
  const [selection, set] = useState<Selection>(k_nothing)
  const key = JSON.stringify(scope)
  const [of_scope, set_of_scope] = useState(key)
  if (of_scope !== key) {
    set_of_scope(key)
    set(k_nothing)
  }
  return [selection, set] as const
}

function Wall({ library, folder }: { library: Library; folder: Folder | undefined }) {
  const me = useMe()
  const basket = useBasket(me.id)
  const search: LibrarySearch = useSearch({ strict: false })
  const navigate = useNavigate()
  const is_narrow = useIsNarrow(1024)
  const title = folder?.name ?? library.name
  const heading = usePageTitle(title)
  const grid = useRef<GridHandle>(null)

  const q = useDeferredValue(search.q ?? '')
  const folder_id = folder?.id
  const sort = search.sort ?? 'name'
  const library_id = library.id
  const scope = useMemo<Scope>(() => ({ library: library_id, folder: folder_id, q, sort }), [library_id, folder_id, q, sort])
  const [range, set_range] = useState({ first: 0, last: 1 })
  // Only another window of the list is news for the page; the grid itself follows every row.
  const on_range = useCallback((from: number, to: number) => {
    const first = Math.floor(from / k_window) * k_window
    const last = Math.ceil(Math.max(to, 1) / k_window) * k_window
    set_range((before) => (before.first === first && before.last === last ? before : { first, last }))
  }, [])
  const list = useAssetList(scope, range.first, range.last)
  const total = list.total

  const [selection, set_selection] = useSelection(scope)
  const chosen = count_of(selection, total ?? 0)
  const [menu, set_menu] = useState<{ anchor: Element; row: AssetRow } | null>(null)
  const [why, set_why] = useState<AssetRow | null>(null)
  const [moving, set_moving] = useState<Moved[] | null>(null)
  const [deleting, set_deleting] = useState<AssetRow[] | null>(null)
  const [zoom, set_zoom] = useState<{ id: string; index: number | null; begin: ZoomBegin } | null>(null)
  /** On a phone: a tap selects instead of opening, until it is said to be enough. */
  const [is_selecting, set_selecting] = useState(false)

  const set_search = useCallback((change: LibrarySearch) => void navigate({ to: '.', search: (before: LibrarySearch) => ({ ...before, ...change }), replace: true }), [navigate])

  useEffect(() => {
    if (total === undefined || list.is_old) return
    const timer = setTimeout(() => announce(t('library.found', { count: total })), 500)
    return () => clearTimeout(timer)
  }, [total, list.is_old, scope])
  useEffect(() => {
    if (chosen === 0) return
    const timer = setTimeout(() => announce(t('selection.count', { count: chosen })), 300)
    return () => clearTimeout(timer)
  }, [chosen])

  /** The address follows the focus, a moment later. */
  const named = useRef(0)
  const follow = (row: AssetRow) => {
    window.clearTimeout(named.current)
    named.current = window.setTimeout(() => set_search({ asset: row.id }), 120)
  }
  useEffect(() => () => window.clearTimeout(named.current), [])

  function open(row: AssetRow, index: number) {
    window.clearTimeout(named.current)
    last_wall({ id: row.id, index, total: total ?? 0, scope, search })
    void navigate({ to: '/a/$asset', params: { asset: row.id }, search: search.tab ? { tab: search.tab } : {} })
  }

  function on_act(act: TileAct, row: AssetRow, element: Element, index: number) {
    switch (act) {
      case 'open':
        return open(row, index)
      case 'badge':
        return on_badge(row)
      case 'download':
        return download([wanted_original(row)])
      case 'basket':
        return basket.ids.has(row.id) ? take_out(me.id, row.id) : void put_in(me.id, [row])
      case 'more':
        return set_menu({ anchor: element, row })
      case 'remove':
        return void chosen_rows().then((rows) => set_deleting(rows.length > 0 ? rows : [row]))
    }
  }

  /** A lock asks, a request is looked at, anything else says why. */
  function on_badge(row: AssetRow) {
    const state = state_of(row, Date.now())
    if ((state === 'locked' || state === 'expired') && row.download.can_request) return ask_for([row])
    if (is_about_request(state)) return look_at_own_request(row.id)
    set_why(row)
  }

  async function on_extend(from: number, to: number) {
    const [first, last] = between(from, to)
    const ids = await list.ids_between(first, last)
    set_selection((before) => extended({ ...before, anchor: before.anchor ?? from }, ids))
  }

  /** Where that asset stands, as far as the wall has come. */
  function index_of(id: string): number | null {
    for (let index = range.first; index < range.last; index++) if (list.at(index)?.id === id) return index
    return null
  }
  async function zoom_on(step: 1 | -1) {
    if (zoom?.index == null) return
    const index = zoom.index + step
    const [row] = await list.rows_between(index, index + 1)
    if (!row) return
    set_zoom({ id: row.id, index, begin: 'fit' })
    grid.current?.show(row.id, index)
    follow(row)
  }

  /** The rows that are selected; all of a search are fetched when somebody does something with them. */
  async function chosen_rows(): Promise<AssetRow[]> {
    if (chosen === 0) return []
    const rows = await list.rows_between(0, total ?? 0)
    return rows.filter((row) => is_selected(selection, row.id))
  }

  /** Whether it is so of any selected asset that is in sight. */
  function is_of_some(test: (row: AssetRow) => boolean): boolean {
    for (let index = range.first; index < range.last; index++) {
      const row = list.at(index)
      if (row && is_selected(selection, row.id) && test(row)) return true
    }
    return false
  }

  /** Whether one may do it here, or with any selected asset that is in sight: the server says of each in the end. */
  const may_some = (what: 'organise' | 'delete') => library.can.organise || is_of_some((row) => row.can[what])

  /** Those of the selection, else the one in the panel, that can be asked for. */
  async function askable_rows(): Promise<AssetRow[]> {
    const rows = chosen > 0 ? await chosen_rows() : await list.rows_between(range.first, Math.min(range.last, total ?? 0)).then((all) => all.filter((row) => row.id === search.asset))
    return rows.filter((row) => row.download.can_request)
  }

  const first_chosen = chosen === 1 && selection.mode === 'some' ? [...selection.ids][0] : undefined
  const shown_asset = first_chosen ?? search.asset
  const has_panel = !is_narrow && search.panel !== 'off'
  const shown_index = shown_asset === undefined ? null : index_of(shown_asset)
  const shown_row = shown_index === null ? undefined : list.at(shown_index)
  const zoom_into = has_panel && chosen < 2 && shown_row && can_zoom(shown_row) ? (begin: ZoomBegin) => set_zoom({ id: shown_row.id, index: shown_index, begin }) : null
  function end_selecting() {
    set_selecting(false)
    set_selection(k_nothing)
  }

  useShortcut('panel', is_narrow ? null : () => set_search({ panel: has_panel ? 'off' : undefined }))
  useShortcut('zoom_in', zoom_into && (() => zoom_into('in')))
  useShortcut('zoom_full', zoom_into && (() => zoom_into('full')))
  useShortcut('download', () => void chosen_rows().then((rows) => download(rows.map(wanted_original))))
  useShortcut('request', () => void askable_rows().then((rows) => ask_for(rows)))
  useShortcut('basket', () => void chosen_rows().then((rows) => put_in(me.id, rows)))
  useShortcut('move', () => void chosen_rows().then((rows) => rows.length > 0 && set_moving(rows)))
  const can_upload = folder ? folder.can.upload : library.can.upload
  const target = { library: library.id, folder: folder?.id ?? null, label: title }
  useShortcut('upload', can_upload ? () => choose_files(me.id, target) : null)

  const has_askable = chosen > 0 && is_of_some((row) => row.download.can_request)
  const is_seen_whole = library.kind !== 'media'
  const fit = search.fit ?? (is_seen_whole ? 'contain' : 'cover')

  return (
    <div className={class_names(styles['page'], has_panel && styles['with_panel'])}>
      <DropTarget name={title} is_on={can_upload} on_drop={(transfer) => void accept_drop(me.id, transfer, target)}>
        <LibraryHead library={library} folder={folder} heading={heading} total={total} search={search} on_search={set_search} is_narrow={is_narrow} on_upload={can_upload ? () => choose_files(me.id, target) : undefined} is_selecting={is_selecting} on_selecting={(now) => (now ? set_selecting(true) : end_selecting())} />
        {list.error !== null && total === undefined ? (
          <ProblemState error={list.error} on_retry={list.retry} />
        ) : total === undefined ? (
          <Late>
            <div className={styles['bones']} role="status" aria-label={t('ui.loading')}>
              {Array.from({ length: 12 }, (_, index) => (
                <div key={index} className={styles['bone']} />
              ))}
            </div>
          </Late>
        ) : total === 0 ? (
          <NothingHere q={q} library={library} folder={folder} on_clear={() => set_search({ q: undefined })} on_upload={can_upload ? () => choose_files(me.id, target) : undefined} />
        ) : (
          <AssetGrid
            label={t('library.grid_label', { name: title })}
            list={list}
            size={search.size ?? 'm'}
            fit={fit}
            selection={selection}
            taps={is_selecting ? 'select' : 'open'}
            named={search.asset}
            shown={has_panel && chosen < 2 ? shown_asset : undefined}
            basket={basket.ids}
            on_range={on_range}
            on_focus={follow}
            on_toggle={(row, index) => set_selection((before) => toggled(before, row.id, index))}
            on_extend={(from, to) => void on_extend(from, to)}
            on_select_all={() => set_selection(all())}
            on_clear={end_selecting}
            on_act={on_act}
            on_drag={(row, transfer) => {
              if (!is_selected(selection, row.id)) return begin_drag([row], transfer)
              const loaded = Array.from({ length: range.last }, (_, index) => list.at(index)).filter((one): one is AssetRow => one !== undefined)
              begin_drag(
                loaded.filter((one) => is_selected(selection, one.id)),
                transfer,
              )
            }}
            handle={grid}
          />
        )}
        {(chosen > 0 || is_selecting) && (
          <SelectionBar
            count={chosen}
            total={total ?? 0}
            rows={chosen_rows}
            on_all={() => set_selection(all())}
            on_clear={() => {
              set_selection(k_nothing)
              grid.current?.focus()
            }}
            on_request={has_askable ? () => void askable_rows().then((rows) => ask_for(rows)) : undefined}
            on_move={may_some('organise') ? set_moving : undefined}
            on_delete={may_some('delete') ? set_deleting : undefined}
          />
        )}
      </DropTarget>
      {has_panel && (
        <aside className={styles['panel']} aria-label={t('library.panel')} id="panel" tabIndex={-1}>
          {chosen > 1 ? (
            <BulkPanel count={chosen} rows={chosen_rows} selection={selection} scope={scope} library={library} on_move={set_moving} on_delete={set_deleting} />
          ) : shown_asset ? (
            <>
              <div className={styles['panel_open']}>
                <Link to="/a/$asset" params={{ asset: shown_asset }} className={styles['open_link']}>
                  <Icon name="expand" /> {t('asset.open_page')}
                </Link>
                <IconButton icon="close" compact label={t('library.hide_panel')} onClick={() => set_search({ panel: 'off' })} />
              </div>
              <Inspector key={shown_asset} id={shown_asset} tab={search.tab ?? 'details'} on_tab={(tab) => set_search({ tab })} on_zoom={() => set_zoom({ id: shown_asset, index: shown_index, begin: 'fit' })} />
            </>
          ) : (
            <Summary library={library} folder={folder} total={total} q={q} />
          )}
        </aside>
      )}
      <OnceWanted wanted={zoom !== null}>
        {zoom && <Zoom id={zoom.id} begin={zoom.begin} on_close={() => set_zoom(null)} place={zoom.index === null ? undefined : { position: zoom.index + 1, total: total ?? 0 }} on_step={(step) => void zoom_on(step)} />}
      </OnceWanted>
      {menu && (
        <TileMenu
          anchor={menu.anchor}
          row={menu.row}
          on_close={() => set_menu(null)}
          on_open={() => open(menu.row, 0)}
          on_select={() => set_selection((before) => (before === k_nothing ? only(menu.row.id, 0) : toggled(before, menu.row.id, 0)))}
          on_why={() => set_why(menu.row)}
          on_move={() => set_moving([menu.row])}
          on_delete={() => set_deleting([menu.row])}
        />
      )}
      {why && <WhyDialog asset={why} action="download" on_close={() => set_why(null)} />}
      {moving && <MoveDialog library={library.id} assets={moving} on_close={() => set_moving(null)} />}
      {deleting && (
        <DeleteAssets
          assets={deleting}
          on_close={() => set_deleting(null)}
          on_deleted={() => {
            set_deleting(null)
            set_selection(k_nothing)
            set_search({ asset: undefined })
          }}
        />
      )}
    </div>
  )
}
