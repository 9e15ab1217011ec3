// How answers with their questions look in JSON: in the row of an ask, and in the API, which includes this too.
#pragma once

#include "platform/json/shape.h"
#include "state/store/described.h"
#include "usecases/requests/requests.h"

namespace exeat::usecases {
BOOST_DESCRIBE_STRUCT(AnswerShown, (), (name, type, label, values))
}  // namespace exeat::usecases

namespace exeat::json {
template <>
inline constexpr std::string_view k_schema_name<usecases::AnswerShown> = "RequestAnswer";
}  // namespace exeat::json
