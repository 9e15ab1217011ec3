// How a text of terms looks in JSON where something carries it: shared by the routes of assets and of requests.
#pragma once

#include "platform/json/shape.h"
#include "usecases/assets/assets.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(TermsShown, (), (id, number, title, body))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::TermsShown> = "TermsOfAsset";
}  // namespace exeat::json

namespace exeat::api::body {

/// A text that is accepted.
struct AcceptedTerms {
    TermsId id;
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AcceptedTerms, (), (id, version))

}  // namespace exeat::api::body
