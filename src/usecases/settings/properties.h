// The site settings as properties, under the names that administrators of NetX know (FEATURES.md J13): each is one
// text. Called by src/api/properties_routes.cpp and `exeat property`. Refuses to know what a setting means: that is
// site_settings.h.
//
//   image.downloadJustificationEnabled         justification.enabled          true | false
//   image.downloadJustificationUserLevel       justification.user_level       a level; empty: not set
//   image.downloadJustificationGroups          justification.groups           names with commas between; empty: none
//   image.downloadJustificationAttributeName   justification.attribute_name   empty: not set
//   image.downloadJustificationAttributeValue  justification.attribute_value  empty: not set
//   image.downloadApproval…                    approval.…                     the same five
//   image.downloadRequestSubject               of mails; {asset} {requester}  empty: the usual one
//   image.downloadApprovedSubject              the same, and {until}          likewise
//   image.downloadRejectedSubject              {asset} {requester}            likewise
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usecases/settings/site_settings.h"

namespace exeat::usecases {

struct Property {
    std::string name;
    std::string value;      // what is set
    std::string in_effect;  // what it amounts to: for `…Enabled` whether it is in effect, for a level that is
                            // superseded nothing; else the same
    std::vector<domain::Warning> warnings;
    std::int64_t version = 1;  // of the site settings as a whole, or of the subjects
};

/// For directors and administrators, in the order above.
[[nodiscard]] Result<std::vector<Property>> list_properties(House& house, const Caller& caller);
/// Errors: not_found "no-such-property".
[[nodiscard]] Result<Property> read_property(House& house, const Caller& caller, std::string_view name);
/// For administrators. Errors besides: invalid "wrong-property", and those of write_site_settings()
/// and write_mail_subjects().
[[nodiscard]] Result<Property> write_property(House& house, const Caller& caller, std::optional<std::int64_t> version,
                                              std::string_view name, std::string_view value, Confirmed confirmed);

}  // namespace exeat::usecases
