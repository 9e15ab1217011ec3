#include "usecases/particulars.h"

#include "platform/json/write.h"

namespace exeat::usecases {

std::string& Particulars::member(std::string_view name) {
    if (!members_.empty()) members_ += ',';
    json::append_quoted(members_, name);
    members_ += ':';
    return members_;
}

Particulars& Particulars::text(std::string_view name, std::string_view value) {
    json::append_quoted(member(name), value);
    return *this;
}

Particulars& Particulars::number(std::string_view name, std::int64_t value) {
    member(name) += std::to_string(value);
    return *this;
}

Particulars& Particulars::list(std::string_view name, const std::vector<std::string>& values) {
    auto& out = member(name);
    out += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i != 0) out += ',';
        json::append_quoted(out, values[i]);
    }
    out += ']';
    return *this;
}

}  // namespace exeat::usecases
