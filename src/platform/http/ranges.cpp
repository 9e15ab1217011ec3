#include "platform/http/ranges.h"

#include <algorithm>

#include "platform/http/ascii.h"

namespace exeat::http {
namespace {

constexpr std::string_view k_weak = "W/";

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with(k_weak) ? tag.substr(k_weak.size()) : tag;
}

/// Takes one entity-tag off the front of a list; nullopt when what stands there is none.
std::optional<std::string_view> take_tag(std::string_view& list) {
    const std::size_t quote = list.starts_with(k_weak) ? k_weak.size() : 0;
    if (quote >= list.size() || list[quote] != '"') return std::nullopt;
    const auto end = list.find('"', quote + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const auto tag = list.substr(0, end + 1);
    list = list.substr(end + 1);
    return tag;
}

enum class Compare : std::uint8_t { strong, weak };

/// Whether a list of entity-tags (or "*") names this one. A list that cannot be read names nothing.
bool names_tag(std::string_view list, std::string_view etag, Compare compare) {
    list = trimmed(list);
    if (list == "*") return true;
    while (!list.empty()) {
        if (list.front() == ',' || list.front() == ' ' || list.front() == '\t') {
            list.remove_prefix(1);
            continue;
        }
        const auto tag = take_tag(list);
        if (!tag) return false;
        if (compare == Compare::weak ? without_weakness(*tag) == without_weakness(etag) : *tag == etag) return true;
    }
    return false;
}

/// All fields of that name as one list, nullopt when there is none.
std::optional<std::string> joined(const Headers& headers, std::string_view name) {
    std::optional<std::string> list;
    for (const auto& [field, value] : headers.fields()) {
        if (!equal_ignoring_case(field, name)) continue;
        if (list) {
            *list += ", " + value;
        } else {
            list = value;
        }
    }
    return list;
}

/// One "first-last", "first-" or "-suffix". nullopt: cannot be read, so the field is ignored.
std::optional<RangeAnswer> one_range(std::string_view text, std::uint64_t size) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto before = text.substr(0, dash);
    const auto after = text.substr(dash + 1);
    if (before.empty()) {
        const auto suffix = parse_decimal(after);
        if (!suffix) return std::nullopt;
        if (*suffix == 0 || size == 0) return NotSatisfiable{};
        const auto length = std::min(*suffix, size);
        return ByteRange{size - length, length};
    }
    const auto first = parse_decimal(before);
    if (!first) return std::nullopt;
    std::uint64_t last = size == 0 ? 0 : size - 1;
    if (!after.empty()) {
        const auto said = parse_decimal(after);
        if (!said || *said < *first) return std::nullopt;
        last = std::min(last, *said);
    }
    if (*first >= size) return NotSatisfiable{};
    return ByteRange{*first, last - *first + 1};
}

std::optional<RangeAnswer> asked_range(const Headers& headers, std::uint64_t size) {
    const auto field = joined(headers, "range");
    if (!field) return std::nullopt;
    std::string_view text = trimmed(*field);
    constexpr std::string_view unit = "bytes=";
    if (!equal_ignoring_case(text.substr(0, unit.size()), unit)) return std::nullopt;
    text = trimmed(text.substr(unit.size()));
    if (text.find(',') != std::string_view::npos) return std::nullopt;
    return one_range(text, size);
}

}  // namespace

RangeAnswer which_bytes(const Request& request, std::uint64_t size, std::string_view etag) {
    const auto& headers = request.headers;
    if (const auto list = joined(headers, "if-match"); list && !names_tag(*list, etag, Compare::strong)) {
        return PreconditionFailed{};
    }
    if (const auto list = joined(headers, "if-none-match"); list && names_tag(*list, etag, Compare::weak)) {
        const bool reads = request.method == Method::get || request.method == Method::head;
        return reads ? RangeAnswer(NotModified{}) : RangeAnswer(PreconditionFailed{});
    }
    if (request.method != Method::get && request.method != Method::head) return WholeBody{};
    const auto asked = asked_range(headers, size);
    if (!asked) return WholeBody{};
    // A date in If-Range can never match: we give out strong tags and no Last-Modified.
    if (const auto condition = joined(headers, "if-range"); condition && trimmed(*condition) != etag) {
        return WholeBody{};
    }
    return *asked;
}

std::string content_range(const ByteRange& range, std::uint64_t size) {
    return "bytes " + std::to_string(range.first) + "-" + std::to_string(range.first + range.length - 1) + "/" +
           std::to_string(size);
}

}  // namespace exeat::http
