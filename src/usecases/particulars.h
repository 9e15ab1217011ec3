// The body of a ledger entry, put together a member at a time. Called by use cases next to record(). Refuses to know
// which members an entry has, and takes no secrets: that is up to the caller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace exeat::usecases {

class Particulars {
public:
    Particulars& text(std::string_view name, std::string_view value);
    Particulars& number(std::string_view name, std::int64_t value);
    Particulars& list(std::string_view name, const std::vector<std::string>& values);

    /// A JSON object.
    [[nodiscard]] std::string body() const { return "{" + members_ + "}"; }

private:
    std::string& member(std::string_view name);
    std::string members_;
};

}  // namespace exeat::usecases
