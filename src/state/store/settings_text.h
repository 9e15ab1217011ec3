// Settings as the JSON text of their columns. Only for this module's own sources.
#pragma once

#include <string>
#include <string_view>

#include "core/domain/settings.h"
#include "core/vocabulary/error.h"

namespace exeat::store {

/// Members that are absent have their defaults, so that a newer program reads older rows.
[[nodiscard]] Result<domain::SiteSettings> site_settings_of(std::string_view text);
[[nodiscard]] Result<domain::LibrarySettings> library_settings_of(std::string_view text);
[[nodiscard]] std::string text_of(const domain::SiteSettings& settings);
[[nodiscard]] std::string text_of(const domain::LibrarySettings& settings);

}  // namespace exeat::store
