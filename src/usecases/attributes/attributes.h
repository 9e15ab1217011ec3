// Attributes: what may be said about assets. Called by src/api/attributes_routes.cpp and the command line. Everybody
// signed in reads them; directors and administrators change them. Refuses to let go of one that a trigger names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/attribute.h"
#include "usecases/caller.h"
#include "usecases/house.h"

namespace exeat::usecases {

/// By name.
[[nodiscard]] Result<std::vector<domain::Attribute>> list_attributes(House& house, const Caller& caller);
[[nodiscard]] Result<domain::Attribute> read_attribute(House& house, const Caller& caller, AttributeId id);

struct NewAttribute {
    std::string name;
    domain::AttributeType type = domain::AttributeType::text;
    std::vector<std::string> vocabulary;
};
/// Errors: those of domain::check_attribute, conflict "name-taken".
[[nodiscard]] Result<domain::Attribute> create_attribute(House& house, const Caller& caller,
                                                         const NewAttribute& wanted);

/// The type stays: values were written for it.
struct AttributeChange {
    std::optional<std::string> name;
    std::optional<std::vector<std::string>> vocabulary;
};
/// Errors besides: conflict "stale", "named-by-trigger" (rename), "word-in-use" (a word that assets carry is left out).
[[nodiscard]] Result<domain::Attribute> change_attribute(House& house, const Caller& caller, AttributeId id,
                                                         std::int64_t version, const AttributeChange& wanted);
/// Errors: conflict "named-by-trigger", "attribute-in-use".
Done delete_attribute(House& house, const Caller& caller, AttributeId id);

}  // namespace exeat::usecases
