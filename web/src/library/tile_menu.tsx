import type { AssetRow } from '@/api/client'
import { download } from '@/downloads/download'
import { wanted_original } from '@/downloads/wanted'
import { useMe } from '@/app/session'
import { put_in, take_out, useBasket } from '@/downloads/basket'
import { t } from '@/i18n'
import { ask_for } from '@/requests/ask_for'
import { MenuAt, MenuItem, MenuLine } from '@/ui'

interface Props {
  anchor: Element
  row: AssetRow
  on_close: () => void
  on_open: () => void
  on_select: () => void
  on_why: () => void
  on_move: () => void
  on_delete: () => void
}

export function TileMenu({ anchor, row, on_close, on_open, on_select, on_why, on_move, on_delete }: Props) {
  const me = useMe()
  const in_basket = useBasket(me.id).ids.has(row.id)
  return (
    <MenuAt anchor={anchor} on_close={on_close}>
      <MenuItem icon="expand" keys="Enter" on_choose={on_open}>
        {t('asset.open_page')}
      </MenuItem>
      <MenuItem icon="check" keys="Space" on_choose={on_select}>
        {t('selection.select')}
      </MenuItem>
      <MenuLine />
      {row.can.download ? (
        <>
          <MenuItem icon="download" on_choose={() => download([wanted_original(row)])}>
            {t('asset.download')}
          </MenuItem>
          <MenuItem icon={in_basket ? 'basket_in' : 'basket'} on_choose={() => (in_basket ? take_out(me.id, row.id) : void put_in(me.id, [row]))}>
            {in_basket ? t('basket.take_out') : t('basket.put_in')}
          </MenuItem>
        </>
      ) : (
        <>
          {row.download.can_request && (
            <MenuItem icon="pass" keys="R" on_choose={() => ask_for([row])}>
              {row.download.needs.includes('access_grant') ? t('ask.title_access') : t('ask.title_download')}
            </MenuItem>
          )}
          <MenuItem icon="question" on_choose={on_why}>
            {t('why.not_download')}
          </MenuItem>
        </>
      )}
      {(row.can.organise || row.can.delete) && <MenuLine />}
      {row.can.organise && (
        <MenuItem icon="move" on_choose={on_move}>
          {t('move.button')}
        </MenuItem>
      )}
      {row.can.delete && (
        <MenuItem icon="bin" danger on_choose={on_delete}>
          {t('delete.button')}
        </MenuItem>
      )}
    </MenuAt>
  )
}
