// The domain's settings and the policy's words described for platform/json, once, for the store's columns and the API.
#pragma once

#include "core/domain/records.h"
#include "core/domain/settings.h"
#include "platform/json/shape.h"

namespace exeat::policy {
BOOST_DESCRIBE_ENUM(Role, none, viewer, editor, owner)
BOOST_DESCRIBE_ENUM(Flag, download, edit, upload, publish, share_file, share_card, use_collections, curate)
BOOST_DESCRIBE_ENUM(Action, view, comment, download, share, collect, edit, update, organise, delete_, upload, publish,
                    protect)
BOOST_DESCRIBE_ENUM(Visibility, members, everyone)
BOOST_DESCRIBE_ENUM(Access, inherit, locked, unlocked)
BOOST_DESCRIBE_ENUM(ViewerAccess, open, by_request)
BOOST_DESCRIBE_ENUM(Protection, inherit, on_request, open)
BOOST_DESCRIBE_ENUM(ReRequest, always, never)
BOOST_DESCRIBE_ENUM(Combine, supersede, union_)
BOOST_DESCRIBE_ENUM(AssetStatus, draft, published, archived)
BOOST_DESCRIBE_ENUM(Outcome, allow, need, deny, hidden)
BOOST_DESCRIBE_ENUM(Need, access_grant, download_grant, site_approval, justification, terms)
BOOST_DESCRIBE_ENUM(DeniedBy, account, link, capability, lock, quota)
BOOST_DESCRIBE_ENUM(RequestState, none, pending, expired, revoked, rejected, granted)
}  // namespace exeat::policy

namespace exeat::domain {
BOOST_DESCRIBE_ENUM(LibraryKind, media, logo, icon, document)
BOOST_DESCRIBE_STRUCT(TriggerSettings, (), (enabled, user_level, groups, attribute_name, attribute_value, combine))
BOOST_DESCRIBE_STRUCT(PublicUserSettings, (), (level, groups))
BOOST_DESCRIBE_STRUCT(QuotaSettings, (), (limit, days))
BOOST_DESCRIBE_STRUCT(SiteSettings, (),
                      (justification, approval, conversions_count_as_original, attachments_count_as_original,
                       public_user, quota))
BOOST_DESCRIBE_STRUCT(PresetSettings, (), (name, open_when_protected))
BOOST_DESCRIBE_STRUCT(ReRequestSettings, (), (download, access))
BOOST_DESCRIBE_STRUCT(LibrarySettings, (),
                      (visibility, access, viewer_access, protection, watermark, grant_ends_on_replace, not_offered,
                       access_actions, re_request, presets))
}  // namespace exeat::domain
