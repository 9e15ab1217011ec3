// The domain's settings and the policy's words described for platform/json, once, for the store's columns and the API.
#pragma once

#include <array>
#include <string_view>

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
BOOST_DESCRIBE_ENUM(RequestKind, download, access)
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
BOOST_DESCRIBE_ENUM(FieldType, text, long_text, select, multi_select, date, number, checkbox, file)
BOOST_DESCRIBE_ENUM(FieldTest, equals, contains, is_set)
BOOST_DESCRIBE_STRUCT(FieldCondition, (), (field, test, value))
BOOST_DESCRIBE_STRUCT(FormField, (), (name, type, label, help, placeholder, required, options, shown_if))
BOOST_DESCRIBE_STRUCT(ValiditySettings, (), (span, until))
BOOST_DESCRIBE_STRUCT(NamedNote, (), (name, text))
BOOST_DESCRIBE_STRUCT(RequestSettings, (),
                      (form, fields, terms, auto_approval, default_validity, longest_validity, not_receivers,
                       note_required, rejection_notes))
BOOST_DESCRIBE_ENUM(AcceptRule, any, kind, list)
BOOST_DESCRIBE_STRUCT(AcceptedTypes, (), (rule, list))
BOOST_DESCRIBE_STRUCT(LibrarySettings, (),
                      (visibility, access, viewer_access, protection, watermark, grant_ends_on_replace, not_offered,
                       access_actions, re_request, presets, requests, accepted_types))
}  // namespace exeat::domain

namespace exeat::json {
template <>
struct WordTable<domain::Span> {
    static constexpr std::array<std::string_view, 8> k_words{"1h",  "24h", "7d",   "30d",
                                                             "90d", "1y",  "date", "unlimited"};
};
template <>
inline constexpr std::string_view k_schema_name<domain::Span> = "ValiditySpan";
template <>
inline constexpr std::string_view k_schema_name<domain::ValiditySettings> = "Validity";
template <>
inline constexpr std::string_view k_schema_name<domain::FieldType> = "FormFieldType";
template <>
inline constexpr std::string_view k_schema_name<domain::FieldTest> = "FormFieldTest";
template <>
inline constexpr std::string_view k_schema_name<domain::FieldCondition> = "FormFieldCondition";
}  // namespace exeat::json
