// Rows of attributes, and how many assets carry them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/attribute.h"
#include "platform/sql/database.h"

namespace exeat::store {

[[nodiscard]] Result<std::optional<domain::Attribute>> read_attribute(sql::Session& session, AttributeId id);
[[nodiscard]] Result<std::vector<domain::Attribute>> read_attributes(sql::Session& session);  // by name

/// Assets that carry a value for it, those in the bin too; with a value, that very value.
[[nodiscard]] Result<std::int64_t> count_carriers(sql::Session& session, AttributeId id,
                                                  std::optional<std::string_view> value = std::nullopt);

/// Each writes one row and notes the change. Errors: conflict "name-taken".
Done insert_attribute(sql::Transaction& transaction, const domain::Attribute& attribute);
/// Name, type and vocabulary over version `attribute.version`, which it raises. Errors: conflict "stale".
Done update_attribute(sql::Transaction& transaction, const domain::Attribute& attribute);
/// No asset may carry it any more.
Done delete_attribute(sql::Transaction& transaction, AttributeId id);

}  // namespace exeat::store
